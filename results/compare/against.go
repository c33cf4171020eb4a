package compare

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/verdict"
)

// Against compares counts with a baseline. A kernel that the baseline does not
// have is told in Report.Unknown and fails nothing: a distribution replaces its
// kernels whenever it likes.
func (b *Baseline) Against(name string, recs []*results.Recording, o Options) (*Report, error) {
	news, warnings, err := counts(recs)
	if err != nil {
		return nil, err
	}
	r := &Report{Pairs: []Pair{}, Warnings: warnings}
	for _, g := range groups(news) {
		known := b.find(g.environment().Compared(results.Instructions))
		if known == nil {
			r.Unknown = append(r.Unknown, g.environment().Kernel)
			continue
		}
		r.Pairs = append(r.Pairs, known.pair(name, g, o))
	}
	r.judge()
	return r, nil
}

// counts are the recordings as sessions, all of which must be counts.
func counts(recs []*results.Recording) ([]session, []string, error) {
	ss, warnings, err := valid("new", recs)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range ss {
		if s.rec.Header.Metric != results.Instructions {
			return nil, nil, fmt.Errorf("%s: a baseline is of instructions, and this is of time: `probecost count` counts them", s.rec.Name)
		}
	}
	return ss, warnings, nil
}

// pair compares all arms of the baseline.
func (c *Counts) pair(name string, g group, o Options) Pair {
	p := Pair{Metric: results.Instructions, Kernel: c.Environment["kernel"], New: g.side(), Rows: []Row{}}
	p.Old = Side{Names: []string{name}, Handlers: p.New.Handlers, Machine: g.environment()}
	for _, arm := range c.arms(g.arms()) {
		was, had := c.Overheads[arm.String()]
		after := estimates(g, arm)
		switch {
		case had:
			p.Rows = append(p.Rows, against(was, arm, g, after, o))
		case len(after) > 0:
			p.Added = append(p.Added, arm)
		}
	}
	return p
}

// against compares one arm.
func against(was float64, arm results.Arm, g group, after []estimate, o Options) Row {
	r := Row{Arm: arm, Old: &Figure{was, was, was, 1}, New: figure(after)}
	if r.New == nil {
		r.Reason = "new has no figure: " + reason(g, arm)
		return r
	}
	before := estimate{Estimate: analysis.Estimate{Overhead: was}}
	exact(&r, []estimate{before}, after, o)
	return r
}

// arms are those that were measured, in their order, then those of the baseline
// alone.
func (c *Counts) arms(measured []results.Arm) []results.Arm {
	all := slices.Clone(measured)
	for _, path := range slices.Sorted(maps.Keys(c.Overheads)) {
		arm, err := results.ParseArm(path)
		if err == nil && !slices.Contains(measured, arm) { // Baseline.check has parsed it before
			all = append(all, arm)
		}
	}
	return all
}

// Update takes over the counts of recordings in place of those of the same
// kernels. Others stay.
func (b *Baseline) Update(recs []*results.Recording) error {
	ss, warnings, err := counts(recs)
	if err != nil {
		return err
	}
	if len(warnings) > 0 {
		return fmt.Errorf("%w: %s", analysis.ErrInvalid, warnings[0])
	}
	var fresh []Counts
	for _, g := range groups(ss) {
		c, err := g.counts()
		if err != nil {
			return err
		}
		fresh = append(fresh, c)
	}
	for _, c := range fresh {
		b.Kernels = slices.DeleteFunc(b.Kernels, func(old Counts) bool { return old.matches(c.Environment) })
		b.Kernels = append(b.Kernels, c)
	}
	slices.SortStableFunc(b.Kernels, func(x, y Counts) int {
		return cmp.Or(cmp.Compare(x.Environment["kernel"], y.Environment["kernel"]), cmp.Compare(x.Environment["cpu"], y.Environment["cpu"]))
	})
	b.Schema = baselineSchema
	return nil
}

// counts are what a baseline keeps of a group, whose recordings must agree.
func (g group) counts() (Counts, error) {
	c := Counts{g.environment().Compared(results.Instructions), map[string]float64{}}
	for _, arm := range g.arms() {
		es := estimates(g, arm)
		if len(es) == 0 {
			continue
		}
		var r Row
		if exact(&r, es[:1], es, Options{}); r.Reason != "" {
			return c, fmt.Errorf("%w: %s: %s", verdict.ErrInconclusive, arm, r.Reason)
		}
		c.Overheads[arm.String()] = es[0].Overhead
	}
	return c, nil
}
