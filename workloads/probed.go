package workloads

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
)

// Probed names the function in user space that [UprobeTrigger] calls. It is in
// no table of symbols if the program was stripped: see [ProbedOffset].
const Probed = "/proc/self/exe:probed"

// ProbedOffset is where in the program's file that function is.
func ProbedOffset() (uint64, error) {
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return 0, fmt.Errorf("find a function of this program in its file: %w", err)
	}
	defer maps.Close()
	return fileOffset(maps, uint64(probedAddress()))
}

// fileOffset finds in /proc/self/maps what is at an address:
//
//	00401000-00a5c000 r-xp 00001000 fd:01 1234  /usr/bin/probecost
func fileOffset(maps io.Reader, address uint64) (uint64, error) {
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var start, end, offset uint64
		var permissions string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s %x", &start, &end, &permissions, &offset); err != nil {
			continue
		}
		if address >= start && address < end && strings.Contains(permissions, "x") {
			return address - start + offset, nil
		}
	}
	return 0, fmt.Errorf("no code at address %#x in /proc/self/maps", address)
}
