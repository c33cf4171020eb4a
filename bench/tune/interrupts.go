package tune

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/sandbox"
)

// Interrupts are those of devices, which are sent to CPUs other than the bench
// CPUs and their siblings.
//
// It reads /proc/irq/*/{smp_affinity_list,effective_affinity_list} and
// /proc/irq/default_smp_affinity, for those to come:
// Documentation/core-api/irq/irq-affinity.rst.
var Interrupts = Knob{
	Name:  "interrupts",
	Why:   "interrupts of devices come while chunks are timed",
	Keeps: unix.EIO,
	Find: func(m Machine) Found {
		away := append(m.siblings(), m.CPUs...)
		keep := slices.DeleteFunc(m.online(), func(cpu int) bool { return slices.Contains(away, cpu) })
		if len(keep) == 0 {
			return Found{Note: "there is no other CPU to send them to"}
		}
		var found Found
		if s, ok := m.futureInterrupts(away); ok {
			found.Settings = append(found.Settings, s)
		}
		for _, dir := range m.interrupts() {
			if s, ok := m.interrupt(dir, away, keep); ok {
				found.Settings = append(found.Settings, s)
			}
		}
		switch {
		case len(found.Settings) == 0:
			found.Note = "there is no /proc/irq"
		case m.runs("irqbalance"):
			found.Note = "irqbalance runs, and may send them back: systemctl stop irqbalance"
		}
		return found
	},
}

// interrupts are the folders of interrupts, in order.
func (m Machine) interrupts() []string {
	dirs, _ := fs.Glob(m.Root, "proc/irq/[0-9]*") // fails on bad patterns only
	number := func(dir string) int { n, _ := strconv.Atoi(path.Base(dir)); return n }
	slices.SortFunc(dirs, func(a, b string) int { return cmp.Compare(number(a), number(b)) })
	return dirs
}

// interrupt is the setting of one: the CPUs that it may be sent to, without
// those to keep away from; or all others, where it may only be sent to those.
//
// The kernel itself sends those of queues that belong to CPUs. Since Linux 6.12
// the mode of their files says so (c7718e5c76d4); before, writing fails with EIO.
// Such a one that comes to a bench CPU though it could go to others is worth
// telling of; one that can only come there comes for what was started there.
func (m Machine) interrupt(dir string, away, keep []int) (s Setting, ok bool) {
	file := path.Join(dir, "smp_affinity_list")
	if s, ok = m.setting(file, ""); !ok {
		return s, false
	}
	allowed, err := sandbox.ParseCPUs(s.Have)
	if err != nil {
		return s, false
	}
	rest := slices.DeleteFunc(slices.Clone(allowed), func(cpu int) bool { return slices.Contains(away, cpu) })
	movable := len(rest) > 0
	if !movable {
		rest = keep
	}
	s.Want = sandbox.FormatCPUs(rest)
	if len(rest) == len(allowed) && movable {
		s.Want = s.Have // however it is written
	}
	info, err := fs.Stat(m.Root, file)
	if slices.Contains(m.Kept, file) || err == nil && info.Mode()&0o222 == 0 {
		s.Fixed = fmt.Sprintf("the kernel keeps interrupt %s there: boot with isolcpus=managed_irq,domain,%s",
			path.Base(dir), sandbox.FormatCPUs(m.CPUs))
		now := m.cpus(path.Join(dir, "effective_affinity_list"))
		return s, movable && slices.ContainsFunc(now, func(cpu int) bool { return slices.Contains(m.CPUs, cpu) })
	}
	return s, true
}

// futureInterrupts is the setting for interrupts to come: a mask.
func (m Machine) futureInterrupts(away []int) (s Setting, ok bool) {
	if s, ok = m.setting("proc/irq/default_smp_affinity", ""); !ok {
		return s, false
	}
	s.Want, ok = withoutCPUs(s.Have, away)
	return s, ok
}

// runs says whether a program of that name runs.
func (m Machine) runs(name string) bool {
	files, _ := fs.Glob(m.Root, "proc/[0-9]*/comm") // fails on bad patterns only
	return slices.ContainsFunc(files, func(file string) bool {
		text, _ := m.read(file)
		return text == name
	})
}

// withoutCPUs takes CPUs out of a mask as the kernel writes it: groups of 32
// bits in hexadecimal, the highest first, "3" or "ff,ffffffff". The result is as
// wide. ok is false if it is no mask, or nothing would be left of it.
func withoutCPUs(mask string, cpus []int) (rest string, ok bool) {
	groups := strings.Split(mask, ",")
	left := uint64(0)
	for i, text := range groups {
		bits, err := strconv.ParseUint(text, 16, 32)
		if err != nil {
			return "", false
		}
		first := 32 * (len(groups) - 1 - i)
		for _, cpu := range cpus {
			if cpu >= first && cpu < first+32 {
				bits &^= 1 << (cpu - first)
			}
		}
		left |= bits
		groups[i] = fmt.Sprintf("%0*x", len(text), bits)
	}
	return strings.Join(groups, ","), left != 0
}
