package merge

import (
	"fmt"
	"math"
	"slices"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
)

// series are the ratios of one arm, in the order in which the arms first come.
type series struct {
	order  []key
	ratios map[key][]Each
}

type key struct {
	metric results.Metric
	arm    results.Arm
}

// add adds the ratio of the i-th machine.
func (s *series) add(k key, i int, ratio float64) {
	if s.ratios == nil {
		s.ratios = map[key][]Each{}
	}
	if s.ratios[k] == nil {
		s.order = append(s.order, k)
	}
	s.ratios[k] = append(s.ratios[k], Each{i + 1, ratio})
}

func (s *series) means() []Ratio {
	all := make([]Ratio, 0, len(s.order))
	for _, k := range s.order {
		r := Ratio{Metric: k.metric, Arm: k.arm, Least: math.Inf(1), Machines: len(s.ratios[k]), Each: s.ratios[k]}
		sum := 0.0
		for _, one := range r.Each {
			sum += math.Log(one.Ratio)
			r.Least, r.Most = min(r.Least, one.Ratio), max(r.Most, one.Ratio)
		}
		r.Mean = math.Exp(sum / float64(r.Machines))
		all = append(all, r)
	}
	return all
}

// overBase has each machine once, however many sessions it has.
func overBase(ms []Machine) []Ratio {
	var s series
	for i, m := range ms {
		for _, row := range m.Rows {
			if ratio := (row.Base + row.Overhead) / row.Base; positive(ratio) {
				s.add(key{m.Metric, row.Arm}, i, ratio)
			}
		}
	}
	return s.means()
}

// machine finds the one that a side of a comparison is, −1 if nothing of it was
// put together.
func (r *Report) machine(p compare.Pair) int {
	return slices.IndexFunc(r.Machines, func(m Machine) bool {
		return m.Metric == p.Metric && m.Fingerprint == p.New.Machine.Fingerprint()
	})
}

// newOverOld takes the ratios of what can be compared; the rest is told.
func (r *Report) newOverOld(report *compare.Report) {
	var s series
	for _, p := range report.Pairs {
		if len(p.Differs) > 0 {
			r.Warnings = append(r.Warnings, fmt.Sprintf("Linux %s: old and new are not comparable: %v", p.Kernel, p.Differs))
			continue
		}
		for _, row := range p.Rows {
			if row.Old == nil || row.New == nil {
				r.Warnings = append(r.Warnings, fmt.Sprintf("Linux %s, %s: %s", p.Kernel, row.Arm, row.Reason))
				continue
			}
			if ratio := row.New.Overhead / row.Old.Overhead; positive(ratio) && row.Old.Overhead > 0 {
				s.add(key{p.Metric, row.Arm}, r.machine(p), ratio)
				continue
			}
			r.Warnings = append(r.Warnings, fmt.Sprintf("Linux %s, %s: no overhead to take a ratio of", p.Kernel, row.Arm))
		}
	}
	for _, name := range report.OnlyOld {
		r.Warnings = append(r.Warnings, name+": there is no new recording to compare it with")
	}
	r.NewOverOld = s.means()
}

func positive(x float64) bool { return x > 0 && !math.IsInf(x, 0) }
