package sandbox

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// maxCPU bounds the numbers of CPUs; unix.CPUSet holds as many.
const maxCPU = 1024

// AllowedCPUs lists the CPUs on which the calling thread may run: those online
// in its cpuset, less what taskset(1) took away.
func AllowedCPUs() ([]int, error) {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return nil, fmt.Errorf("read the allowed CPUs: %w", err)
	}
	var cpus []int
	for cpu := range maxCPU {
		if set.IsSet(cpu) {
			cpus = append(cpus, cpu)
		}
	}
	return cpus, nil
}

// DefaultCPU chooses the bench CPU if nobody names one: the last one that is
// isolated from the scheduler, else the last one that is allowed. Interrupts
// and housekeeping go to the first CPUs by default.
func DefaultCPU() ([]int, error) {
	allowed, err := AllowedCPUs()
	if err != nil {
		return nil, err
	}
	if isolated, ok := lastIsolated(); ok {
		return []int{isolated}, nil
	}
	return allowed[len(allowed)-1:], nil
}

// CheckCPUs returns a function for [Enter] that chooses the given CPUs, if all
// of them may be used.
func CheckCPUs(cpus []int) func() ([]int, error) {
	return func() ([]int, error) {
		allowed, err := AllowedCPUs()
		if err != nil {
			return nil, err
		}
		for _, cpu := range cpus {
			if !slices.Contains(allowed, cpu) {
				return nil, fmt.Errorf("CPU %d cannot be used: it is offline, not in this cpuset, or not there (allowed: %s)", cpu, join(allowed))
			}
		}
		return cpus, nil
	}
}

// ParseCPUs parses a list of CPUs as the kernel writes them: "0-3,6". They come
// in ascending order, each once.
func ParseCPUs(list string) ([]int, error) {
	var cpus []int
	for _, part := range strings.Split(strings.TrimSpace(list), ",") {
		from, to, isRange := strings.Cut(part, "-")
		first, err := strconv.Atoi(from)
		last := first
		if err == nil && isRange {
			last, err = strconv.Atoi(to)
		}
		if err != nil || first < 0 || last < first || last >= maxCPU {
			return nil, fmt.Errorf("%q is not a list of CPUs such as 0-3,6", list)
		}
		for cpu := first; cpu <= last; cpu++ {
			cpus = append(cpus, cpu)
		}
	}
	slices.Sort(cpus)
	return slices.Compact(cpus), nil
}

// join is the inverse of ParseCPUs.
func join(cpus []int) string {
	text := make([]string, len(cpus))
	for i, cpu := range cpus {
		text[i] = strconv.Itoa(cpu)
	}
	return strings.Join(text, ",")
}

// lastIsolated reads /sys/devices/system/cpu/isolated.
func lastIsolated() (cpu int, ok bool) {
	text, err := os.ReadFile("/sys/devices/system/cpu/isolated")
	if err != nil {
		return 0, false
	}
	cpus, err := ParseCPUs(string(text))
	if err != nil {
		return 0, false // empty: none is isolated
	}
	return cpus[len(cpus)-1], true
}
