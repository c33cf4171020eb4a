package sandbox

import (
	"fmt"
	"os"
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

// DefaultCPU is the bench CPU if nobody names one: the last one that is
// isolated from the scheduler, else the last one that is allowed. Interrupts
// and housekeeping go to the first CPUs by default.
func DefaultCPU() (int, error) {
	allowed, err := AllowedCPUs()
	if err != nil {
		return 0, err
	}
	if isolated, ok := lastIsolated(); ok {
		return isolated, nil
	}
	return allowed[len(allowed)-1], nil
}

// CheckCPU returns a function for [Enter] that chooses one CPU, if it may.
func CheckCPU(cpu int) func() (int, error) {
	return func() (int, error) {
		allowed, err := AllowedCPUs()
		if err != nil {
			return 0, err
		}
		for _, a := range allowed {
			if a == cpu {
				return cpu, nil
			}
		}
		return 0, fmt.Errorf("CPU %d cannot be used: it is offline, not in this cpuset, or not there (allowed: %s)", cpu, join(allowed))
	}
}

func join(cpus []int) string {
	text := make([]string, len(cpus))
	for i, cpu := range cpus {
		text[i] = strconv.Itoa(cpu)
	}
	return strings.Join(text, ", ")
}

// lastIsolated reads /sys/devices/system/cpu/isolated, a list such as "2-3,6".
func lastIsolated() (cpu int, ok bool) {
	text, err := os.ReadFile("/sys/devices/system/cpu/isolated")
	if err != nil {
		return 0, false
	}
	last := strings.TrimSpace(string(text))
	last = last[strings.LastIndexAny(last, ",-")+1:]
	cpu, err = strconv.Atoi(last)
	return cpu, err == nil
}
