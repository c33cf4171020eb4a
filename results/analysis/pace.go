package analysis

import (
	"math"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/canary"
)

// pace is how fast a CPU was in a recording, told by its canaries.
type pace struct {
	limit float64 // ns that a clean canary may take
	// usual is the mean of the clean canaries, ns: the speed at which all
	// figures are given.
	//
	// Fourteen recordings of 30 blocks on a virtual machine whose speed has
	// steps, within four minutes, gave as standard deviation between
	// recordings of the overheads of tracepoint and raw_tracepoint, and of
	// base: scaled to the 0.5th percentile of the canaries 2.2, 2.4 and
	// 2.2 %; to the median 1.2, 1.5 and 1.3 %; to this mean 0.9, 1.2 and
	// 0.9 %; and of base in units of canaries 0.06 %. So a chunk follows the
	// canary very well, and what is left is which speeds a recording saw.
	usual float64
	// unsure is half of the 95 % interval of usual, as a share of it.
	unsure float64
}

// paceKey is what may run at a speed of its own: several CPUs at once have a
// lower turbo than one, and may share a core.
type paceKey struct{ workers, cpu int }

// timings are those of all workers of a visit, the first on the bench CPU.
func timings(p results.Plan, v results.Visit) []results.Timing {
	first := results.Timing{CPU: p.CPU, Chunks: v.Chunks, Canaries: v.Canaries, ClockCost: v.ClockCost}
	return append([]results.Timing{first}, v.Others...)
}

// canarySet are the canaries of one CPU.
type canarySet struct {
	all     []float64
	byBlock map[int][]float64
}

// paces finds the pace of every CPU, by the number of workers.
func paces(rec *results.Recording) map[paceKey]pace {
	sets := map[paceKey]*canarySet{}
	for _, v := range rec.Visits {
		for _, t := range timings(rec.Header.Plan, v) {
			key := paceKey{v.Workers, t.CPU}
			if sets[key] == nil {
				sets[key] = &canarySet{byBlock: map[int][]float64{}}
			}
			sets[key].add(v.Block, t.Canaries)
		}
	}
	found := map[paceKey]pace{}
	for key, set := range sets {
		found[key] = set.pace()
	}
	return found
}

func (s *canarySet) add(block int, canaries []int64) {
	for _, c := range canaries {
		s.all = append(s.all, float64(c))
		s.byBlock[block] = append(s.byBlock[block], float64(c))
	}
}

func (s *canarySet) pace() pace {
	p := pace{limit: canary.Limit(s.all)}
	p.usual = mean(within(s.all, p.limit))
	var speeds []float64
	for _, block := range sortedKeys(s.byBlock) {
		if clean := within(s.byBlock[block], p.limit); len(clean) >= canary.Enough {
			speeds = append(speeds, mean(clean))
		}
	}
	p.unsure = unsure(speeds)
	return p
}

// within are those of x that are no more than limit.
func within(x []float64, limit float64) []float64 {
	var in []float64
	for _, v := range x {
		if v > 0 && v <= limit {
			in = append(in, v)
		}
	}
	return in
}

// unsure is half of the 95 % interval, as a share, of the mean of speeds given
// in the order of their blocks.
//
// The usual speed multiplies every overhead of a recording alike, which is why
// differences between its blocks do not show what it is off by. Speeds that
// follow each other are alike: n of them are worth n(1−r)/(1+r), at least one,
// where r is their correlation. On a CPU of one steady speed the result is next
// to nothing, with fast steps or in a long run it is small, and with steps that
// last it is what they come to. Speeds that a run never saw it cannot know.
//
// Of the fourteen recordings that usual speaks of, all groups of five were
// looked at: in 93 to 100 % of them, by attach type, at least four intervals
// held the mean of the five. Without this it was 56 to 76 %.
func unsure(speeds []float64) float64 {
	n := float64(len(speeds))
	if n < minBlocks {
		return 0
	}
	m, squares := mean(speeds), 0.0
	for _, v := range speeds {
		squares += (v - m) * (v - m)
	}
	r := persistence(speeds)
	worth := max(1, n*(1-r)/(1+r))
	return z95 * math.Sqrt(squares/(n-1)/worth) / m
}
