package render

import (
	"fmt"

	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/verdict"
)

// againNotes tell what fresh sessions say of each arm that was worse.
func againNotes(p compare.Pair) (ns []note) {
	for _, r := range p.Rows {
		if r.Again == nil {
			continue
		}
		label := "not confirmed"
		if r.Verdict == verdict.Worse {
			label = "confirmed"
		}
		ns = append(ns, note{label, fmt.Sprintf("%s: %s at first, %s in fresh sessions", r.Arm, changeText(*r.Change), changeText(*r.Again))})
	}
	return ns
}

// changeText is a change of time with half of its 95 % interval.
func changeText(c compare.Change) string {
	figure := func(x float64) string { return fixed(x, decimals(c.SE())) }
	return withSign(c.Value, figure) + " ± " + figure((c.Hi-c.Lo)/2) + " ns"
}

// sessionNotes say how many more sessions a verdict on every arm takes.
func sessionNotes(r *compare.Report) []note {
	needed, has := r.Short()
	if needed == 0 {
		return nil
	}
	return []note{{"sessions", fmt.Sprintf("these are %d of each; a verdict on every arm would take about %d", has, needed)}}
}
