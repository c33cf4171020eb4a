package analysis

// Scaling is how the overheads of one workload and handler change with the
// number of CPUs that work at once.
type Scaling struct {
	Workload string
	Handler  string
	Tables   []Table // by number of workers, ascending
}

// Types are the attach types of all tables, in the order of the first that has
// them, control types left out.
func (s Scaling) Types() []string {
	var types []string
	seen := map[string]bool{}
	for _, t := range s.Tables {
		for _, r := range t.Rows {
			if !r.IsControl() && !r.Stats && !r.NotMeasured && !seen[r.Subject()] {
				seen[r.Subject()] = true
				types = append(types, r.Subject())
			}
		}
	}
	return types
}

// scalings groups the tables of workloads and handlers that were driven by
// several workers.
func scalings(tables []Table) []Scaling {
	byWorkers := map[group]map[int]Table{}
	var order []group
	several := map[group]bool{}
	for _, t := range tables {
		g := group{workload: t.Workload, handler: t.Handler}
		if byWorkers[g] == nil {
			byWorkers[g] = map[int]Table{}
			order = append(order, g)
		}
		byWorkers[g][t.Workers] = t
		several[g] = several[g] || t.Workers > 1
	}
	var all []Scaling
	for _, g := range order {
		if !several[g] {
			continue
		}
		s := Scaling{Workload: g.workload, Handler: g.handler}
		for _, workers := range sortedKeys(byWorkers[g]) {
			s.Tables = append(s.Tables, byWorkers[g][workers])
		}
		all = append(all, s)
	}
	return all
}
