package synthetic_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/synthetic"
)

func plan() results.Plan {
	return results.Plan{
		Seed: 7, Blocks: 4, Chunks: 10, Ops: 100,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{"base", "kprobe"}),
	}
}

func TestSameSeedSameRecording(t *testing.T) {
	a := synthetic.Noisy().Time(plan(), synthetic.Interleaved)
	if b := synthetic.Noisy().Time(plan(), synthetic.Interleaved); !reflect.DeepEqual(a, b) {
		t.Error("two recordings of one seed differ")
	}
	p := plan()
	p.Seed++
	if b := synthetic.Noisy().Time(p, synthetic.Interleaved); reflect.DeepEqual(a.Visits, b.Visits) {
		t.Error("another seed gives the same visits")
	}
}

// TestQuiet checks that a machine that nothing disturbs costs what it says.
func TestQuiet(t *testing.T) {
	m := synthetic.Machine{
		Base:        map[string]float64{"task_rename": 250},
		Overhead:    map[string]float64{"kprobe": 100},
		EventsPerOp: 3,
	}
	for _, v := range m.Time(plan(), synthetic.Interleaved).Visits {
		want := int64(250*100*3) + v.ClockCost
		if v.Attach == "kprobe" {
			want += 100 * 100 * 3
		}
		if slices.Min(v.Chunks) != want || slices.Max(v.Chunks) != want || len(v.Canaries) != len(v.Chunks)+1 {
			t.Errorf("%s: %v, want all %d", v.Arm, v.Chunks, want)
		}
	}
}

// TestSlow checks that a slow CPU slows the canaries as much as the chunks.
func TestSlow(t *testing.T) {
	m := synthetic.Machine{Base: map[string]float64{"task_rename": 250}, Slow: 1, SlowFactor: 2, SlowFor: 1e6}
	for _, v := range m.Time(plan(), synthetic.Interleaved).Visits {
		if c, k := slices.Min(v.Chunks)-v.ClockCost, slices.Min(v.Canaries); c != 2*250*100 || k != 2*6000 {
			t.Errorf("chunk %d, canary %d", c, k)
		}
	}
}

func TestOrders(t *testing.T) {
	sequence := func(order synthetic.Order) (arms []string) {
		visits := synthetic.Noisy().Time(plan(), order).Visits
		perBlock := map[int]int{}
		for _, v := range visits {
			arms = append(arms, v.Attach)
			perBlock[v.Block]++
		}
		for b := range 4 {
			if perBlock[b] != 2 {
				t.Errorf("block %d has %d visits, want 2", b, perBlock[b])
			}
		}
		return arms
	}
	want := []string{"base", "base", "base", "base", "kprobe", "kprobe", "kprobe", "kprobe"}
	if got := sequence(synthetic.Sequential); !slices.Equal(got, want) {
		t.Errorf("sequential: %v", got)
	}
	if got := sequence(synthetic.Interleaved); slices.Equal(got, want) {
		t.Errorf("interleaved: %v", got)
	}
}

// TestDrift checks that the end of a run is dearer, and that no canary tells.
func TestDrift(t *testing.T) {
	m := synthetic.Machine{Base: map[string]float64{"task_rename": 250}, Drift: 10}
	vs := m.Time(plan(), synthetic.Interleaved).Visits
	if d := vs[len(vs)-1].Chunks[0] - vs[0].Chunks[0]; d < 990 {
		t.Errorf("a chunk grew by %d ns, want 10 ns × 100 events", d)
	}
}

func TestCount(t *testing.T) {
	p := plan()
	p.Ops, p.Chunks = 1, 200
	rec := synthetic.Exact().Count(p)
	for _, v := range rec.Visits {
		if v.Block > 0 && v.Attach == "base" && v.Chunks[0] != 1047+v.ClockCost {
			t.Errorf("base has %d instructions", v.Chunks[0])
		}
		if slices.Max(v.Chunks) == slices.Min(v.Chunks) {
			t.Error("the guest's timer never fired")
		}
	}
}
