package pmu

import (
	"fmt"
	"unsafe"
)

// reading is what a read of the group gives: struct read_format of
// perf_event_open(2) for PERF_FORMAT_GROUP with both times.
type reading struct {
	number  uint64 // of values
	enabled uint64 // ns for which the group should have counted
	running uint64 // ns for which it did
	values  [groupSize]uint64
}

// checkSize checks how much a read of the group gave. Nothing means that the
// group found no free counters.
func checkSize(n uintptr) error {
	switch n {
	case unsafe.Sizeof(reading{}):
		return nil
	case 0:
		return notAvailable(busy)
	}
	return fmt.Errorf("read the hardware counters: %d bytes instead of %d", n, unsafe.Sizeof(reading{}))
}

// since is what was counted after an earlier reading.
func (r *reading) since(start *reading) (Values, error) {
	if r.number != groupSize {
		return Values{}, fmt.Errorf("read the hardware counters: %d values instead of %d", r.number, groupSize)
	}
	enabled, running := r.enabled-start.enabled, r.running-start.running
	if running < enabled {
		return Values{}, fmt.Errorf("the hardware counters counted for only %d of %d ns: %s", running, enabled, busy)
	}
	var v [groupSize]uint64
	for i := range v {
		v[i] = r.values[i] - start.values[i]
	}
	return Values{v[0], v[1], v[2], v[3]}, nil
}
