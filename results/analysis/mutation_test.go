package analysis

import (
	"errors"
	"math"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/synthetic"
)

// A mutation is a mistake that somebody could make in the program. Each must be
// seen by a property that other tests hold: coverage, bias, or the checks of a
// run. Here the mistakes are made, on purpose and in the tests alone.

// lucky is a machine on which a visit has luck with its place in memory, and
// whose chunks within a visit are therefore alike.
func lucky() synthetic.Machine {
	return synthetic.Machine{
		Base:     map[string]float64{"task_rename": 140},
		Overhead: map[string]float64{"tracepoint": 33, "raw_tracepoint": 18},
		Jitter:   0.01, CanaryJitter: 0.005, Layout: 0.5, Spin: 50,
	}
}

func luckyPlan(seed uint64) results.Plan {
	return results.Plan{Seed: seed, Blocks: 20, Chunks: 20, Ops: 100,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{Base, Base2, Spin, "tracepoint", "raw_tracepoint"})}
}

// relabel gives visits of the attach types another one.
func relabel(names map[string]string) func(*results.Visit) {
	return func(v *results.Visit) {
		if name, ok := names[v.Attach]; ok {
			v.Attach = name
		}
	}
}

// moreEvents lets the chunks of an attach type have 10 % more events than the
// plan says, which every event is then charged for.
func moreEvents(attach string) func(*results.Visit) {
	return func(v *results.Visit) {
		if v.Attach != attach {
			return
		}
		for i := range v.Chunks {
			v.Chunks[i] += (v.Chunks[i] - v.ClockCost) / 10
		}
	}
}

// TestMutatedRecordings mutates what is recorded. Bias is the property for all
// of them; where an arm of known cost is concerned, each run finds it itself.
func TestMutatedRecordings(t *testing.T) {
	for _, test := range []struct {
		name    string
		mutate  func(*results.Visit)
		biased  bool
		invalid Kind // the finding of every run, "" for none
	}{
		{"none", func(*results.Visit) {}, false, ""},
		{"swapped labels", relabel(map[string]string{"tracepoint": "raw_tracepoint", "raw_tracepoint": "tracepoint"}), true, ""},
		{"swapped labels, of a base", relabel(map[string]string{"tracepoint": Base2, Base2: "tracepoint"}), true, KindNoise},
		{"swapped labels, of the control", relabel(map[string]string{"tracepoint": Spin, Spin: "tracepoint"}), true, KindControl},
		{"unequal E", moreEvents("tracepoint"), true, ""},
		{"unequal E, of a base", moreEvents(Base2), true, KindNoise},
		{"unequal E, of the control", moreEvents(Spin), false, KindControl},
	} {
		t.Run(test.name, func(t *testing.T) {
			machine, bias := lucky(), map[string]float64{}
			const runs = 20
			for seed := range runs {
				rec := machine.Time(luckyPlan(uint64(seed)), synthetic.Interleaved)
				mutate(rec, test.mutate)
				table := analyzed(t, rec)
				for attach, truth := range machine.Overhead {
					bias[attach] += (table.Row(attach).Estimate.Overhead - truth) / runs
				}
				if err := Check([]Table{table}); errors.Is(err, ErrInvalid) != (test.invalid != "") || !hasKind(table, test.invalid) {
					t.Fatalf("seed %d: %v, want the finding %q", seed, err, test.invalid)
				}
			}
			worst := max(math.Abs(bias["tracepoint"]), math.Abs(bias["raw_tracepoint"]))
			if t.Logf("bias %.2f ns", worst); (worst > 0.5) != test.biased {
				t.Errorf("bias %.2f ns of at most 0.5: biased is not %v", worst, test.biased)
			}
		})
	}
}

// mutate mutates all visits. What the spin takes by itself comes with its label.
func mutate(rec *results.Recording, change func(*results.Visit)) {
	spin := spinOf(rec)
	for i := range rec.Visits {
		v := &rec.Visits[i]
		change(v)
		if v.Attach == Spin && v.Spin == nil {
			v.Spin = spin
		}
	}
}

// spinOf is what is known of the spin.
func spinOf(rec *results.Recording) *results.Spin {
	for _, v := range rec.Visits {
		if v.Spin != nil {
			return v.Spin
		}
	}
	return nil
}

func hasKind(table Table, kind Kind) bool {
	for _, f := range table.Run.Findings {
		if f.Kind == kind {
			return true
		}
	}
	return kind == ""
}

func analyzed(t *testing.T, rec *results.Recording) Table {
	t.Helper()
	tables, err := Analyze(rec)
	if err != nil || len(tables) != 1 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	return tables[0]
}

// pooled is the mutation that forgets the blocks: every chunk of an arm is a
// value of its own.
func pooled(rec *results.Recording, attach string) []float64 {
	byAttach := map[string][]float64{}
	for _, v := range rec.Visits {
		for _, ns := range v.Chunks {
			byAttach[v.Attach] = append(byAttach[v.Attach], float64(ns-v.ClockCost)/float64(eventsPerChunk(rec.Header.Plan, v)))
		}
	}
	diffs := make([]float64, len(byAttach[attach]))
	for i, value := range byAttach[attach] {
		diffs[i] = value - (byAttach[Base][i]+byAttach[Base2][i])/2
	}
	return diffs
}

// TestMutatedPooling counts how often the interval holds the truth, with blocks
// and without.
func TestMutatedPooling(t *testing.T) {
	const runs = 200
	machine, blocks, chunks := lucky(), 0, 0
	for seed := range runs {
		rec := machine.Time(luckyPlan(uint64(seed)), synthetic.Interleaved)
		truth := machine.Overhead["tracepoint"]
		if holds(*analyzed(t, rec).Row("tracepoint").Estimate.Interval, truth) {
			blocks++
		}
		if _, i := estimate(pooled(rec, "tracepoint")); holds(i, truth) {
			chunks++
		}
	}
	t.Logf("%d of %d intervals hold the truth, %d where chunks are pooled", blocks, runs, chunks)
	if blocks < 180 {
		t.Errorf("%d of %d intervals hold the truth", blocks, runs)
	}
	if chunks > 170 {
		t.Errorf("%d of %d intervals of pooled chunks hold the truth: nothing sees the mutation", chunks, runs)
	}
}

func holds(i Interval, truth float64) bool { return i.Lo <= truth && truth <= i.Hi }

// TestMutatedWidening leaves out the widening: in the regime where blocks
// depend on each other the interval then covers less than TestCoverage wants.
func TestMutatedWidening(t *testing.T) {
	for _, c := range regimes {
		share := coverage(c, func(x []float64) (lo, hi float64) { return signedRankInterval(x, 0.05) })
		t.Logf("%s: covers in %.1f %%", c.name, 100*share)
		if (share < c.least) != (c.name == "autocorrelated") {
			t.Errorf("%s: covers in %.1f %% without widening, at least %.1f with", c.name, 100*share, 100*c.least)
		}
	}
}
