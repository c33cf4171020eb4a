package docs

import (
	"encoding/json"
	"math"
	"strings"
)

// validity has a row for each table of a recording.
func (p *pageTest) validity(g grid, kernel string) {
	for _, cells := range g.rows {
		workload, handler, _ := strings.Cut(cells[0], "/")
		var of []*arm
		for _, a := range p.rows {
			if a.Kernel == kernel && a.Workload == workload && a.Handler == handler && a.Blocks != nil {
				of = append(of, a)
			}
		}
		if len(of) < 3 {
			p.Fatalf("%s: %d rows are of %s", g.caption, len(of), cells[0])
		}
		for i, head := range g.head[1:] {
			p.sure(of, head, cells[i+1])
		}
	}
}

// sure is a cell about all arms of a table.
func (p *pageTest) sure(of []*arm, head, cell string) {
	least := func(figure func(*arm) *float64) (lo, hi *float64) {
		for _, a := range of {
			x := figure(a)
			if x != nil && (lo == nil || *x < *lo) {
				lo = x
			}
			if x != nil && (hi == nil || *x > *hi) {
				hi = x
			}
		}
		return lo, hi
	}
	switch head {
	case "noise floor":
		p.control(of, "base2", cell)
	case "positive control":
		measured, _, _ := strings.Cut(cell, " of ")
		p.control(of, "spin", measured)
	case "least detectable":
		_, mde := least(func(a *arm) *float64 {
			if a.control() {
				return nil
			}
			return a.MDE
		})
		p.number(of[0], strings.TrimSuffix(cell, " ns"), mde)
	case "clean chunks":
		lo, hi := least(func(a *arm) *float64 {
			if a.CleanShare == nil {
				return nil
			}
			x := 100 * *a.CleanShare
			return &x
		})
		p.span(of[0], strings.TrimSuffix(cell, " %"), lo, hi)
	case "blocks that count":
		lo, hi := least(func(a *arm) *float64 { x := float64(*a.Blocks); return &x })
		counting, _, _ := strings.Cut(cell, " of ")
		p.span(of[0], counting, lo, hi)
	default:
		p.Errorf("a column that nobody looks at: %s", head)
	}
}

// control is an arm that tables of figures do not have.
func (p *pageTest) control(of []*arm, attach, cell string) {
	for _, a := range of {
		if a.Attach == attach {
			p.known[a] = true
			p.overhead(a, cell)
		}
	}
}

// span is "89 to 98", or one number.
func (p *pageTest) span(a *arm, cell string, lo, hi *float64) {
	from, to, ranged := strings.Cut(cell, " to ")
	if !ranged {
		to = from
	}
	p.number(a, from, lo)
	p.number(a, to, hi)
}

// times has the rows of report --format times: "637 (626–654) µs".
func (p *pageTest) times(g grid) {
	text, err := execute(p.T, "report", "--format", "times", published+"/time", published+"/count")
	if err != nil {
		p.Fatal(err, text)
	}
	type median struct{ Median, Lo, Hi float64 }
	var doc struct {
		Times []struct {
			Attach   string
			LoadNS   median `json:"load_ns"`
			AttachNS median `json:"attach_ns"`
			DetachNS median `json:"detach_ns"`
		}
	}
	if err := json.Unmarshal([]byte(text), &doc); err != nil || len(doc.Times) != len(g.rows) {
		p.Fatalf("%v: %d rows of times for %d", err, len(doc.Times), len(g.rows))
	}
	for i, row := range doc.Times {
		if g.rows[i][0] != row.Attach {
			p.Errorf("%s stands where %s should", g.rows[i][0], row.Attach)
		}
		for j, want := range []median{row.LoadNS, row.AttachNS, row.DetachNS} {
			cell := g.rows[i][j+1]
			scale := map[bool]float64{true: 1e6, false: 1e3}[strings.HasSuffix(cell, " ms")]
			cell = strings.NewReplacer(" (", " ", "–", " ", ") µs", "", ") ms", "").Replace(cell)
			fields := strings.Fields(cell)
			for k, ns := range []float64{want.Median, want.Lo, want.Hi} {
				x, digit := rounded(p.T, fields[k])
				if p.checks++; math.Abs(x-ns/scale) > digit/2*(1+1e-9) {
					p.Errorf("%s, %s: %s stands for %v ns", row.Attach, g.head[j+1], fields[k], ns)
				}
			}
		}
	}
}
