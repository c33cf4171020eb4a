package figure

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"time"
)

// attachTypes are as many, and as long, as there may be.
var attachTypes = []string{
	"kprobe", "kretprobe", "tracepoint", "raw_tracepoint", "fentry", "fexit", "fmod_ret", "tp_btf",
	"kprobe.multi", "kretprobe.multi", "kprobe.session", "fsession", "kprobe_at_offset", "int3", "uprobe", "uretprobe",
}

var handlers = []string{"count", "fields", "hash", "ringbuf", "stack", "dose256"}

var nan, inf = math.NaN(), math.Inf(1)

// rowsOf are names without groups.
func rowsOf(names ...string) (rows []Row) {
	for _, name := range names {
		rows = append(rows, Row{Name: name})
	}
	return rows
}

// barsOf has a panel for each workload, and a bar for each value.
func barsOf(names []string, workloads int, value func(row, panel int) Bar) Bars {
	b := Bars{Rows: rowsOf(names...), Ranges: "95 % interval", Noise: "noise floor (A/A)"}
	for w := range workloads {
		p := BarPanel{Name: fmt.Sprint("workload_", w), Note: "base 1234.56", Noise: Range{-0.4, 0.6}}
		for i := range names {
			p.Bars = append(p.Bars, value(i, w))
		}
		b.Panels = append(b.Panels, p)
	}
	return b
}

func plainBar(x float64) Bar {
	return Bar{Parts: []float64{x}, Range: Range{x - 2, x + 2}, Label: fmt.Sprintf("%.5g", x)}
}

// stackedOf has a row for each attach type and handler.
func stackedOf(types, handlers []string, workloads int) Bars {
	b := Bars{Parts: []string{"dispatch: the empty handler", "work of the handler"}, Ranges: "95 % interval of the sum"}
	for w := range workloads {
		b.Panels = append(b.Panels, BarPanel{Name: fmt.Sprint("workload_", w)})
	}
	for i, name := range types {
		for j, handler := range handlers {
			b.Rows = append(b.Rows, Row{Group: name, Name: handler})
			for w := range b.Panels {
				dispatch, work := float64(20*i+40), float64(30*j-20)
				b.Panels[w].Bars = append(b.Panels[w].Bars, Bar{
					Parts: []float64{dispatch, work}, Range: Range{dispatch + work - 3, dispatch + work + 3},
					Label: fmt.Sprintf("%.1f %+.1f", dispatch, work),
				})
			}
		}
	}
	return b
}

// stripsOf has n values a row, some of them far away.
func stripsOf(names []string, workloads, n int) Strips {
	s := Strips{Rows: rowsOf(names...), Marked: "cost: 10th percentile", Zero: "cost of base"}
	rng := rand.New(rand.NewPCG(1, 2))
	for w := range workloads {
		p := StripPanel{Name: fmt.Sprint("workload_", w), Zero: 200}
		for i := range names {
			x := float64(200 + 15*i)
			strip := Strip{Mark: x, Label: fmt.Sprintf("%.2f", x)}
			for j := range n {
				value := x - 3 + 4*rng.ExpFloat64()
				if j%100 == 99 {
					value += 1500
				}
				strip.Values = append(strip.Values, value)
			}
			p.Strips = append(p.Strips, strip)
		}
		s.Panels = append(s.Panels, p)
	}
	return s
}

// linesOf has a line for each name, over n places; every third has a gap.
func linesOf(names []string, panels, n int, place func(int) string) Lines {
	l := Lines{Ranges: "95 % interval"}
	for w := range panels {
		p := LinePanel{Name: fmt.Sprint("workload_", w), X: Range{-0.4, float64(n) - 0.6}, FromZero: true, Aside: true}
		for i := range n {
			p.Ticks = append(p.Ticks, Tick{float64(i), place(i)})
		}
		for k, name := range names {
			s := Series{Name: name, Style: k}
			for i := range n {
				y := float64(50 + 3*k + i)
				if k%3 == 2 && i == n/2 {
					y = nan
				}
				s.Points = append(s.Points, Point{float64(i), y, Range{y - 2, y + 2}})
			}
			p.Series = append(p.Series, s)
		}
		l.Panels = append(l.Panels, p)
	}
	return l
}

func kernelName(i int) string { return fmt.Sprintf("%d.%d", 5+i/10, i) }

func longKernelName(i int) string {
	return fmt.Sprintf("6.12.%d-0.rc3.20261122git1f2e3d4c5b6a.somebodysveryownbuild-%d.fc44.x86_64+debug", 100+i, i)
}

// drawings are what may come, and what should not.
func drawings() map[string]Drawing {
	all := plainDrawings()
	maps.Copy(all, oddDrawings())
	return all
}

// values are those of bars in turn.
func values(xs ...float64) func(int, int) Bar {
	return func(i, w int) Bar { return plainBar(xs[(i+w)%len(xs)]) }
}

// plainDrawings are few and many.
func plainDrawings() map[string]Drawing {
	few := attachTypes[:5]
	return map[string]Drawing{
		"bars":             barsOf(few, 3, values(107.9, 64.2, 27.9, 10.6, 27.4)),
		"bars-one":         barsOf(few[:1], 1, values(12)),
		"bars-many":        barsOf(attachTypes, 4, func(i, w int) Bar { return plainBar(float64(400 - 20*i + 9*w)) }),
		"stacked":          stackedOf(few, handlers[:1], 3),
		"stacked-8-by-6":   stackedOf(attachTypes[:8], handlers, 3),
		"stacked-16-by-6":  stackedOf(attachTypes, handlers, 4),
		"strip":            stripsOf(few, 3, 5000),
		"strip-many":       stripsOf(attachTypes, 4, 500),
		"strip-one-value":  stripsOf(few[:1], 1, 1),
		"kernels":          linesOf(few, 3, 5, kernelName),
		"kernels-12":       linesOf(attachTypes, 2, 12, kernelName),
		"kernels-12-long":  linesOf(attachTypes, 2, 12, longKernelName),
		"lines-one":        linesOf(few[:1], 1, 1, kernelName),
		"lines-same-place": linesOf(attachTypes, 1, 1, kernelName),
	}
}

// oddDrawings have nothing, or figures and names that nobody wants.
func oddDrawings() map[string]Drawing {
	few := attachTypes[:5]
	line := func(ys ...float64) Lines {
		s := Series{Name: "kprobe"}
		for i, y := range ys {
			s.Points = append(s.Points, Point{X: float64(i), Y: y})
		}
		return Lines{Panels: []LinePanel{{Name: "a", X: Range{-0.4, 1.4}, Series: []Series{s}}}}
	}
	return map[string]Drawing{
		"bars-none":     barsOf(few, 2, func(int, int) Bar { return Bar{Label: "n/a"} }),
		"bars-empty":    Bars{},
		"bars-zero":     Bars{Rows: rowsOf("fentry"), Panels: []BarPanel{{Bars: []Bar{{Parts: []float64{0}, Label: "0"}}}}},
		"bars-negative": barsOf(few, 3, values(-30, 3, -0.5, 80, 12)),
		"bars-no-number": barsOf(few, 2, func(i, _ int) Bar {
			return Bar{Parts: []float64{[]float64{nan, inf, -inf, 5, 7}[i]}, Range: Range{nan, inf}, Label: "?"}
		}),
		"bars-huge": barsOf(few, 3, values(1e300, 3e12, 5, -1e299, 1e-9)),
		"bars-long": barsOf([]string{
			"old handle_sched_process_exec_and_then_some_more_of_it (raw_tracepoint)",
			"new averyveryverylongnamewithoutanyplacetobreakitatallwhichmayhappen", "x",
		}, 2, values(300, 200, 100)),
		"strip-none": stripsOf(few, 1, 0),
		"strip-same": Strips{Rows: rowsOf("base"), Panels: []StripPanel{{Zero: 7, Strips: []Strip{{Values: []float64{7, 7, 7}, Mark: 7, Label: "7"}}}}},
		"strip-no-number": Strips{Rows: rowsOf("base", "kprobe"), Panels: []StripPanel{{Zero: nan, Strips: []Strip{
			{Values: []float64{nan, inf, 3, -4, 1e300}, Mark: nan, Label: "inconclusive"}, {Label: "n/a", Mark: nan},
		}}}},
		"lines-none":      Lines{},
		"lines-no-number": line(nan, inf),
		"lines-huge":      line(-1e200, 1e200),
	}
}

// long is a figure with words that are too long for a line.
func long(d Drawing) Figure {
	return Figure{
		Title:   "Time that a BPF program adds to each event, by kernel · handler empty, count, fields, hash, ringbuf, stack",
		Facts:   []string{"Linux " + longKernelName(1), "Intel(R) Xeon(R) Platinum 8488C CPU @ 2.40GHz (virtual)", "1 worker on CPU 1", "2026-11-22 19:05 UTC", "41 to 44 blocks, 200 chunks a visit"},
		Caption: "ns/event over base", Notes: []string{"125600 clean chunks"}, Date: time.Date(2026, 11, 22, 19, 5, 0, 0, time.UTC), Drawing: d,
	}
}
