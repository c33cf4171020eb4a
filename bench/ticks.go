package bench

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/probecost/probecost/results"
)

// readTicks reads /proc/stat of the machine whose root folder is given; nil if
// one of the CPUs is not in it.
func readTicks(root fs.FS, cpus []int) *results.Ticks {
	f, err := root.Open("proc/stat")
	if err != nil {
		return nil
	}
	defer f.Close()
	ticks, err := parseTicks(f, cpus)
	if err != nil {
		return nil
	}
	return ticks
}

// ticksFields are how many times of a CPU there are up to steal: user, nice,
// system, idle, iowait, irq, softirq, steal. What follows, of guests, is part of
// the first two. proc_stat(5).
const ticksFields = 8

// parseTicks adds up the lines of CPUs in /proc/stat:
//
//	cpu1 4705 150 1120 16250856 2105 0 312 77 0 0
func parseTicks(r io.Reader, cpus []int) (*results.Ticks, error) {
	var sum results.Ticks
	found := 0
	for lines := bufio.NewScanner(r); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 {
			continue
		}
		number, isCPU := strings.CutPrefix(fields[0], "cpu")
		cpu, err := strconv.Atoi(number)
		if !isCPU || err != nil || !slices.Contains(cpus, cpu) {
			continue
		}
		if len(fields) <= ticksFields {
			return nil, fmt.Errorf("%q: %d times, want at least %d", lines.Text(), len(fields)-1, ticksFields)
		}
		found++
		for i, text := range fields[1 : ticksFields+1] {
			n, err := strconv.ParseUint(text, 10, 64)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", lines.Text(), err)
			}
			sum.All += n
			if i == ticksFields-1 {
				sum.Steal += n
			}
		}
	}
	if found != len(cpus) {
		return nil, fmt.Errorf("%d of %d CPUs", found, len(cpus))
	}
	return &sum, nil
}
