package foreign

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/cilium/ebpf/link"
)

// entry is how far behind a function's address a probe at its entry may be:
// behind the landing pad of x86 (4 bytes), or what arm64 leaves room in (8).
const entry = 16

// entered names those of the functions at whose entry one of the addresses is.
func (s *search) entered(addresses []link.KprobeMultiAddress) []string {
	if len(addresses) == 0 {
		return nil
	}
	f, err := s.root.Open("proc/kallsyms")
	if err != nil {
		return nil
	}
	defer f.Close()
	var names []string
	for name, start := range symbols(f, s.functions) {
		for _, a := range addresses {
			if a.Address >= start && a.Address < start+entry {
				names = append(names, name)
			}
		}
	}
	return names
}

// symbols reads the addresses of functions from /proc/kallsyms, without those
// that the kernel hides.
func symbols(r io.Reader, wanted map[string]bool) map[string]uint64 {
	found := map[string]uint64{}
	for lines := bufio.NewScanner(r); lines.Scan(); {
		fields := strings.Fields(lines.Text()) // address, kind, name, and maybe module
		if len(fields) < 3 || !wanted[fields[2]] {
			continue
		}
		if address, err := strconv.ParseUint(fields[0], 16, 64); err == nil && address != 0 {
			found[fields[2]] = address
		}
	}
	return found
}
