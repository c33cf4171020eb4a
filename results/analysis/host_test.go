package analysis_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
)

// hosted is one session on a virtual machine: between sessions, what events
// with a probe take has a standard deviation of 0.3 %, of which 0.6 % are half
// of the 95 % interval.
func hosted(rng *rand.Rand, p results.Plan) *results.Recording {
	m := stepping()
	m.Steps = nil
	m.Overhead = map[string]float64{}
	for attach, overhead := range stepping().Overhead {
		m.Overhead[attach] = overhead + 0.003*rng.NormFloat64()*(m.Base["task_rename"]+overhead)
	}
	rec := m.Time(p, synthetic.Interleaved)
	rec.Header.Environment.Hypervisor = true
	return rec
}

// TestSessionsHosted measures five times, as TestSessions does, where the host
// changes what overheads are from session to session.
func TestSessionsHosted(t *testing.T) {
	const experiments = 100
	rng := rand.New(rand.NewPCG(1, 2))
	good, blind := map[string]int{}, map[string]int{}
	for x := range experiments {
		var sessions []analysis.Table
		for session := range 5 {
			p := plan(30)
			p.Seed = uint64(x*5 + session)
			sessions = append(sessions, only(t, hosted(rng, p)))
		}
		for _, attach := range []string{"tracepoint", "raw_tracepoint"} {
			with, without := holdMean(sessions, attach)
			if with >= 4 {
				good[attach]++
			}
			if without >= 4 {
				blind[attach]++
			}
		}
	}
	for attach, n := range good {
		t.Logf("%s: %d %% of experiments, %d %% by their blocks alone", attach, n, blind[attach])
		if n < 90 {
			t.Errorf("%s: only %d of %d experiments", attach, n, experiments)
		}
		if blind[attach] > 60 {
			t.Errorf("%s: %d of %d experiments without the host: this machine tests nothing", attach, blind[attach], experiments)
		}
	}
}

// TestHost checks what a host makes wider, and that it is a share of the event.
func TestHost(t *testing.T) {
	m := stepping()
	m.Steps = nil
	bare := m.Time(plan(30), synthetic.Interleaved)
	guest := m.Time(plan(30), synthetic.Interleaved)
	guest.Header.Environment.Hypervisor = true
	a, b := only(t, bare), only(t, guest)
	for _, attach := range []string{"tracepoint", "raw_tracepoint"} {
		x, y := a.Row(attach).Estimate, b.Row(attach).Estimate
		if x.Interval.Host != 0 || !near(y.Interval.Host/y.Value, 0.006, 1e-9) {
			t.Errorf("%s: ± %v ns by the host of bare metal, ± %v of %v by that of a guest", attach, x.Interval.Host, y.Interval.Host, y.Value)
		}
		if want := math.Hypot(x.Interval.HalfWidth(), y.Interval.Host); !near(y.Interval.HalfWidth(), want, 0.01) {
			t.Errorf("%s: half-width %v, want %v", attach, y.Interval.HalfWidth(), want)
		}
		if x.Overhead != y.Overhead || x.Interval.MDE != y.Interval.MDE || x.Interval.Speed != y.Interval.Speed {
			t.Errorf("%s: %+v of bare metal, %+v of a guest", attach, x, y)
		}
	}
	if aa := b.Row("base2").Estimate.Interval; aa.Host != 0 {
		t.Errorf("the A/A control is unsure by the host: %+v", aa)
	}
	p := plan(3)
	p.Discard, p.Ops = 1, 1
	count := synthetic.Exact().Count(p)
	count.Header.Environment.Hypervisor = true
	if i := only(t, count).Row("tracepoint").Estimate.Interval; i.HalfWidth() != 0 {
		t.Errorf("counts are unsure by the host: %+v", i)
	}
}
