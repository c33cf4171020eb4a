package compare

import (
	"errors"
	"fmt"
	"strings"

	"github.com/probecost/probecost/results/verdict"
)

// Err is nil if nothing has become worse and all is known. It wraps
// [verdict.ErrRegression] or [verdict.ErrInconclusive], and says which arms.
func (r *Report) Err() error {
	why := r.Why()
	if len(why) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %w", r.Verdict.Err(), errors.New(strings.Join(why, "\n")))
}

// Why is what fails: every arm that has become worse, or else what is
// inconclusive. It is empty if nothing fails.
func (r *Report) Why() []string {
	switch {
	case r.Verdict.Err() == nil:
		return nil
	case r.Verdict == verdict.Worse:
		return r.worse()
	case len(r.Pairs) == 0 && len(r.Unknown) > 0:
		return nil // what a baseline does not know is told, and fails nothing
	}
	return r.inconclusive()
}

// worse names every arm that has become worse, its kernel, old and new.
func (r *Report) worse() (why []string) {
	for _, p := range r.Pairs {
		for _, row := range p.Rows {
			if row.Verdict == verdict.Worse && !row.Accepted {
				text := fmt.Sprintf("%s: %.6g, now %.6g %s (%+.6g", p.arm(row), row.Old.Overhead, row.New.Overhead, p.Metric, row.Change.Value)
				if row.Again != nil {
					text += fmt.Sprintf(", in fresh sessions %+.6g", row.Again.Value)
				}
				if text += ")"; row.Reason != "" {
					text += ": " + row.Reason
				}
				why = append(why, text)
			}
		}
	}
	return why
}

// inconclusive gives each reason once, with an arm that it is of.
func (r *Report) inconclusive() (why []string) {
	first, more := map[string]string{}, map[string]int{}
	var reasons []string
	for _, p := range r.Pairs {
		for _, row := range p.Rows {
			switch {
			case row.Verdict != verdict.Inconclusive:
			case first[row.Reason] == "":
				first[row.Reason] = p.arm(row)
				reasons = append(reasons, row.Reason)
			default:
				more[row.Reason]++
			}
		}
	}
	for _, reason := range reasons {
		arms := first[reason]
		if n := more[reason]; n > 0 {
			arms += fmt.Sprintf(" and %d more", n)
		}
		why = append(why, arms+": "+reason)
	}
	for _, name := range r.OnlyOld {
		why = append(why, name+": there is no new recording to compare it with")
	}
	if len(why) == 0 {
		why = []string{"no arm that both have"}
	}
	if needed, has := r.Short(); needed > 0 {
		why = append(why, fmt.Sprintf("for a verdict on every arm it would take %d sessions of each, and these are %d", needed, has))
	}
	return why
}

func (p Pair) arm(r Row) string { return fmt.Sprintf("Linux %s, %s", p.Kernel, r.Arm) }
