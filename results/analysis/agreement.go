package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
)

// checkDropped counts visits that do not count for a recorded cause, and tells
// of the arm that has the most.
func checkDropped(rec *results.Recording) []Finding {
	visits, gone := map[results.Arm]int{}, map[results.Arm]int{}
	why := map[results.Arm]map[string]bool{}
	var worst results.Arm
	share := 0.0
	for i, cause := range causes(rec) {
		v := rec.Visits[i]
		if v.Block < rec.Header.Plan.Discard {
			continue
		}
		visits[v.Arm]++
		if cause != "" {
			gone[v.Arm]++
			if why[v.Arm] == nil {
				why[v.Arm] = map[string]bool{}
			}
			why[v.Arm][cause] = true
		}
	}
	for _, v := range rec.Visits {
		if s := float64(gone[v.Arm]) / float64(max(1, visits[v.Arm])); s > share {
			share, worst = s, v.Arm
		}
	}
	if share <= maxDropped || gone[worst] <= fewDropped {
		return nil
	}
	return []Finding{{KindDropped,
		fmt.Sprintf("%s: %d of %d visits do not count (%s)", worst, gone[worst], visits[worst],
			strings.Join(sortedKeys(why[worst]), "; ")),
		"keep other work off the bench CPU (--cpu, isolcpus=), and other probes off the hook", true}}
}

// checkCorrelation looks for blocks that depend on each other: by much, and not
// by chance.
func checkCorrelation(tables []Table) []Finding {
	rows, names := compared(tables)
	p := make([]float64, len(rows))
	for i, r := range rows {
		// The correlation of n independent values has a standard
		// deviation of 1/√n.
		p[i] = TwoSided(r.Estimate.Interval.Correlation*math.Sqrt(float64(len(r.diffs)))) / 2
	}
	var found []Finding
	for i, sure := range holm(p, chance) {
		if r := rows[i].Estimate.Interval.Correlation; sure && r > maxBlockCorrelation {
			found = append(found, Finding{KindCorrelation,
				fmt.Sprintf("%s: successive blocks depend on each other (correlation %.2f)", names[i], r),
				"something drifts; use more --blocks, or a quieter CPU", true})
		}
	}
	return found
}

// compared are the rows with an overhead to check, and what to call them.
func compared(tables []Table) (rows []Row, names []string) {
	for _, t := range tables {
		for _, r := range t.Rows {
			if !r.IsControl() && r.Estimate != nil && r.Estimate.Interval != nil {
				rows = append(rows, r)
				names = append(names, t.Name()+": "+r.Label())
			}
		}
	}
	return rows, names
}

// checkHalves compares the overheads in the first and the second half of the
// run. The rank-sum test it is, and not that of signed ranks, because no block
// of one half belongs to one of the other. A difference must be more than two
// equal arms may have as well: a long run finds any.
func checkHalves(tables []Table) []Finding {
	rows, names := compared(tables)
	p, first, second := make([]float64, len(rows)), make([]float64, len(rows)), make([]float64, len(rows))
	for i, r := range rows {
		a, b := halves(r.diffs)
		p[i] = 1
		if len(a) < minBlocks || len(b) < minBlocks {
			continue
		}
		first[i], second[i] = hodgesLehmann(a), hodgesLehmann(b)
		p[i] = TwoSided(rankSumZ(a, b) / widening(correlation(slices.Concat(less(a, mean(a)), less(b, mean(b))))))
	}
	var found []Finding
	for i, sure := range holm(p, chance) {
		limit := max(maxNoiseFloor, maxNoiseShare*rows[i].Estimate.Base)
		if sure && math.Abs(second[i]-first[i]) > limit {
			found = append(found, Finding{KindHalves,
				fmt.Sprintf("%s: the first half of the run says %.1f ns, the second %.1f", names[i], first[i], second[i]),
				"something changed on the way; find what started or ended meanwhile, and run again", true})
		}
	}
	return found
}

// halves divides diffs at the middle of the blocks that they span.
func halves(diffs []blockDiff) (first, second []float64) {
	if len(diffs) == 0 {
		return nil, nil
	}
	middle := (diffs[0].block + diffs[len(diffs)-1].block + 1) / 2
	for _, d := range diffs {
		if d.block < middle {
			first = append(first, d.value)
		} else {
			second = append(second, d.value)
		}
	}
	return first, second
}

// less is x with m taken from each value.
func less(x []float64, m float64) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = v - m
	}
	return y
}

// notTheMachine are members of the environment that say nothing of a machine
// that changed: the versions of the running program, and what the host of a
// virtual machine adds to what its guest has found.
var notTheMachine = []string{"go", "probecost", "qemu"}

func checkEnvironment(rec *results.Recording) []Finding {
	if rec.End == nil || rec.End.Environment == nil {
		return nil
	}
	changed := slices.DeleteFunc(rec.Header.Environment.Changed(*rec.End.Environment), func(name string) bool {
		return slices.Contains(notTheMachine, name)
	})
	if len(changed) == 0 {
		return nil
	}
	return []Finding{{KindEnvironment, "the machine was changed during the run: " + strings.Join(changed, ", "),
		"leave it alone, and run again", true}}
}

// checkForeign tells of those who were not on a hook before the run.
func checkForeign(rec *results.Recording) []Finding {
	if rec.End == nil {
		return nil
	}
	var found []Finding
	for _, f := range rec.End.Foreign {
		found = append(found, Finding{KindForeign, "somebody else came to a hook during the run: " + f.Tracer,
			f.Remedy + ", and run again", true})
	}
	return found
}
