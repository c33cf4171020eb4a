package analysis

import (
	"math"

	"github.com/probecost/probecost/results"
)

// virtualMachine is what the host of a virtual machine makes an overhead unsure
// by: half of a 95 % interval, as a share of the whole event, base included.
// What a host does to its guest's memory and caches lasts longer than a session,
// so no session shows it of itself, and no number of blocks averages it out.
//
// On one virtual machine 16 to 26 quick sessions each, within 16 minutes and with
// up to two other tasks running, gave (ns; half-width without this):
//
//	                             base  overhead  deviation  half-width
//	bpf_trigger  tracepoint         3      30.3       0.20        0.29
//	             raw_tracepoint     3      21.9       0.13        0.21
//	task_rename  tracepoint       140      33.1       0.40        0.72
//	             raw_tracepoint   140      18.7       0.24        0.48
//	urandom_read tracepoint       260      69.1       0.68        1.18
//	             raw_tracepoint   260      32.3       0.42        1.11
//	fchmodat     tracepoint       353      60.7       1.28        1.54
//	             raw_tracepoint   353      35.7       0.73        1.32
//
// That is 0.6 to 2.1 % of the overhead (2.9 of fchmodat's by tp_btf), and 0.12
// to 0.59 % of the event. Of all groups of five of those sessions, so many had at
// least four intervals that held the mean of the five, for the attach type with
// the fewest: without this 61 %; with 3 % of the overhead 88, with 4 % 95; with
// 0.5 % of the event 92, with 0.6 % 97. By the latter bpf_trigger's intervals
// are ± 0.4 ns wide, and by the 4 % ± 1.3. In twenty sessions of task_rename on
// another day the deviations were 0.65 and 0.55 ns, which is 0.4 % of the event.
const virtualMachine = 0.006

// unseen is what figures of a recording are unsure by although no block of it
// shows that: halves of 95 % intervals, as shares.
type unseen struct {
	speed float64 // of an overhead: see unsure
	host  float64 // of an event: see virtualMachine
}

// unseen is that of the arms with so many workers.
func (m *measured) unseen(h results.Header, workers int) unseen {
	var u unseen
	for key, p := range m.pace {
		if key.workers == workers {
			u.speed = max(u.speed, p.unsure)
		}
	}
	if h.Environment.Hypervisor && h.Metric == results.Time {
		u.host = virtualMachine
	}
	return u
}

// widen adds to the interval of location, of an event that takes value, what
// its blocks do not show. All of it is independent.
func (i *Interval) widen(location, value float64, u unseen) {
	i.Speed = math.Abs(location) * u.speed
	i.Host = math.Abs(value) * u.host
	by := math.Hypot(i.Speed, i.Host)
	i.Lo = location - math.Hypot(location-i.Lo, by)
	i.Hi = location + math.Hypot(i.Hi-location, by)
}
