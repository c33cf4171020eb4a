package analysis

import (
	"fmt"
	"slices"

	"github.com/probecost/probecost/results"
)

// measured is what the visits of a recording came to, before any comparison.
type measured struct {
	read    map[results.Arm][]reading // in the order of the blocks
	pace    map[paceKey]pace
	missing map[results.Arm]string // arms that the kernel lacks, and the reason
}

// measure reads every visit that is not of a discarded block.
func measure(rec *results.Recording) (*measured, error) {
	m := &measured{read: map[results.Arm][]reading{}, missing: map[results.Arm]string{}}
	if rec.Header.Metric == results.Time {
		m.pace = paces(rec)
	}
	for _, missing := range rec.Header.Missing {
		m.missing[missing.Arm] = missing.Reason
	}
	why := causes(rec)
	for i, v := range rec.Visits {
		if v.Block < rec.Header.Plan.Discard {
			continue
		}
		r := m.reading(rec.Header, v)
		if why[i] != "" {
			r.counts, r.cause, r.err = false, why[i], nil
		}
		m.read[v.Arm] = append(m.read[v.Arm], r)
	}
	for arm, rs := range m.read {
		slices.SortStableFunc(rs, func(a, b reading) int { return a.Block - b.Block })
		for i := 1; i < len(rs); i++ {
			if rs[i].Block == rs[i-1].Block {
				return nil, fmt.Errorf("%s: two visits of %s in block %d", rec.Name, arm, rs[i].Block)
			}
		}
	}
	return m, nil
}

func (m *measured) reading(h results.Header, v results.Visit) reading {
	if h.Metric == results.CPUTime {
		return readDrive(v)
	}
	if h.Metric == results.Instructions {
		return readInstructions(h.Plan, v)
	}
	return readTime(h.Plan, v, m.pace)
}
