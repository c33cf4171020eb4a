package pmu

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// groupSize is the number of events that are counted together.
const groupSize = 4

// event is something that the kernel counts.
type event struct {
	kind    uint32 // PERF_TYPE_*
	config  uint64 // PERF_COUNT_*
	exclude uint64 // where not to count it: unix.PerfBitExclude*
}

// events are those of [Values], in its order.
var events = [groupSize]event{
	{unix.PERF_TYPE_HARDWARE, unix.PERF_COUNT_HW_INSTRUCTIONS, unix.PerfBitExcludeKernel},
	{unix.PERF_TYPE_HARDWARE, unix.PERF_COUNT_HW_INSTRUCTIONS, unix.PerfBitExcludeUser},
	{unix.PERF_TYPE_HARDWARE, unix.PERF_COUNT_HW_CPU_CYCLES, unix.PerfBitExcludeKernel},
	{unix.PERF_TYPE_HARDWARE, unix.PERF_COUNT_HW_CPU_CYCLES, unix.PerfBitExcludeUser},
}

// attr is the event as perf_event_open(2) wants it. The leader decides for its
// group: it is stopped at first, and never shares its counters with others in
// turns (pinned). If it cannot have them, reading gives nothing.
func (e event) attr(leader bool) unix.PerfEventAttr {
	attr := unix.PerfEventAttr{
		Type:   e.kind,
		Size:   uint32(unsafe.Sizeof(unix.PerfEventAttr{})),
		Config: e.config,
		Read_format: unix.PERF_FORMAT_GROUP |
			unix.PERF_FORMAT_TOTAL_TIME_ENABLED | unix.PERF_FORMAT_TOTAL_TIME_RUNNING,
		Bits: e.exclude | unix.PerfBitExcludeHv,
	}
	if leader {
		attr.Bits |= unix.PerfBitDisabled | unix.PerfBitPinned
	}
	return attr
}
