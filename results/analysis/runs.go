package analysis

import (
	"fmt"

	"github.com/probecost/probecost/results"
)

// oftener lists the programs of the user's own, of one table, that do not run
// once per event of the workload: of all that is known of them, how often they
// ran when they were tried.
func oftener(rec *results.Recording, t Table) []string {
	var found []string
	for _, p := range rec.Proofs {
		if p.Program == "" || p.Workload != t.Workload || p.Workers != t.Workers || p.Driven == 0 || p.Workload == results.Drive || p.Runs == p.Driven {
			continue
		}
		if p.Attach == results.Together { // several programs: their own rows say it
			continue
		}
		found = append(found, fmt.Sprintf("%s ran %d times at %d events of %s: its cost is per event", p.Subject(), p.Runs, p.Driven, p.Workload))
	}
	return found
}
