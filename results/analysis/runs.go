package analysis

import (
	"fmt"

	"github.com/probecost/probecost/results"
)

// oftener lists the programs of the user's own, of one table, that do not run
// once per event of the workload: of all that is known of them, how often they
// ran when they were tried. One run more is somebody else's event.
func oftener(rec *results.Recording, t Table) []string {
	var found []string
	for _, p := range rec.Proofs {
		if p.Program == "" || p.Workload != t.Workload || p.Workers != t.Workers || p.Driven == 0 || p.Workload == results.Drive || p.Runs == p.Driven || p.Runs == p.Driven+1 {
			continue
		}
		if p.Attach == results.Together { // several programs: their own rows say it
			continue
		}
		found = append(found, fmt.Sprintf("%s ran %d times at %d events of %s: its cost is per event", p.Subject(), p.Runs, p.Driven, p.Workload))
	}
	return found
}

// otherWays lists the programs of the user's own, of one table, that do not take
// the same number of instructions at most events, apart from what interrupts
// them.
func otherWays(t Table, m *measured) []string {
	var found []string
	for _, row := range t.Rows {
		least := 1.0
		for _, r := range m.read[row.Arm] {
			if r.counts && r.err == nil {
				least = min(least, r.usual)
			}
		}
		if row.Program != "" && least < minModeShare {
			found = append(found, fmt.Sprintf("%s: only %.0f %% of its events take the instructions that are shown, "+
				"and the others take another way through the program or the kernel", row.Subject(), 100*least))
		}
	}
	return found
}
