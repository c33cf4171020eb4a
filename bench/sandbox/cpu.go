package sandbox

import (
	"fmt"
	"os"
	"runtime"
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
// isolated from the scheduler and may be used, else the last one that is
// allowed. Interrupts and housekeeping go to the first CPUs by default.
func DefaultCPU() ([]int, error) {
	allowed, err := AllowedCPUs()
	if err != nil {
		return nil, err
	}
	isolated := isolatedCPUs()
	for _, cpu := range slices.Backward(isolated) {
		if usable(cpu) {
			return []int{cpu}, nil
		}
	}
	return allowed[len(allowed)-1:], nil
}

// CheckCPUs returns a function for [Enter] that chooses the given CPUs, if all
// of them may be used. An isolated CPU may, though no task is put there by
// itself.
func CheckCPUs(cpus []int) func() ([]int, error) {
	return func() ([]int, error) {
		allowed, err := AllowedCPUs()
		if err != nil {
			return nil, err
		}
		for _, cpu := range cpus {
			if !usable(cpu) {
				return nil, fmt.Errorf("CPU %d cannot be used: it is offline, not in this cpuset, or not there (allowed: %s)", cpu, FormatCPUs(allowed))
			}
		}
		return cpus, nil
	}
}

// usable finds out whether a thread may move to a CPU, by moving there and
// back.
func usable(cpu int) bool {
	if cpu < 0 || cpu >= maxCPU {
		return false
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before, one unix.CPUSet
	if unix.SchedGetaffinity(0, &before) != nil {
		return false
	}
	one.Set(cpu)
	if unix.SchedSetaffinity(0, &one) != nil {
		return false
	}
	return unix.SchedSetaffinity(0, &before) == nil
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

// FormatCPUs is the inverse of [ParseCPUs]: a list as the kernel writes it, of
// CPUs in ascending order.
func FormatCPUs(cpus []int) string {
	var parts []string
	for i := 0; i < len(cpus); {
		last := i
		for last+1 < len(cpus) && cpus[last+1] == cpus[last]+1 {
			last++
		}
		part := strconv.Itoa(cpus[i])
		if last > i {
			part += "-" + strconv.Itoa(cpus[last])
		}
		parts = append(parts, part)
		i = last + 1
	}
	return strings.Join(parts, ",")
}

// isolatedCPUs reads /sys/devices/system/cpu/isolated.
func isolatedCPUs() []int {
	text, err := os.ReadFile("/sys/devices/system/cpu/isolated")
	if err != nil {
		return nil
	}
	cpus, err := ParseCPUs(string(text))
	if err != nil {
		return nil // empty: none is isolated
	}
	return cpus
}
