package gate_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/gate"
	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/results/verdict"
)

// watcher writes down the sessions that a machine records.
type watcher struct {
	machine  *machine
	sessions []string
	told     []string
	// before is called before a session, if there is any.
	before func(gate.Session)
	// after may change its recording.
	after func(gate.Session, *results.Recording)
}

func (w *watcher) record(s gate.Session) (*results.Recording, error) {
	text := fmt.Sprintf("%d %v", s.Turn, s.Build)
	if s.Confirms {
		text += " again"
	}
	w.sessions = append(w.sessions, text)
	if w.before != nil {
		w.before(s)
	}
	rec, err := w.machine.record(s)
	if w.after != nil {
		w.after(s, rec)
	}
	return rec, err
}

func (w *watcher) run(t *testing.T, o gate.Options) *compare.Report {
	t.Helper()
	r, err := gate.Builds(o, w.record, func(text string) { w.told = append(w.told, text) })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// watch watches arms of 100 ns with gaussian noise.
func watch(scale float64, added ...float64) *watcher {
	var as []arm
	for range added {
		as = append(as, arm{100, synthetic.Gaussian, scale})
	}
	return &watcher{machine: newMachine(rand.New(rand.NewPCG(7, 7)), as, added...)}
}

// spoil makes a recording one of which half was measured on another CPU.
func spoil(rec *results.Recording) {
	for i := range rec.Visits {
		rec.Visits[i].Migrated = rec.Visits[i].Block < 4
	}
}

func TestTurns(t *testing.T) {
	w := watch(0.1, 0)
	if r := w.run(t, gate.Options{Threshold: verdict.Paired, Sessions: 4, Most: 20}); r.Verdict != verdict.Same {
		t.Errorf("%v", r.Err())
	}
	want := []string{"1 old", "1 new", "2 new", "2 old", "3 old", "3 new", "4 new", "4 old"}
	if diff := cmp.Diff(want, w.sessions); diff != "" {
		t.Error(diff)
	}
}

// TestPilot: without noise the pilot is enough, with some it takes more, and
// with a lot all that are allowed are too few, and that is said.
func TestPilot(t *testing.T) {
	for _, c := range []struct {
		scale       float64
		least, most int
		want        verdict.Verdict
	}{{0.05, 9, 9, verdict.Same}, {0.9, 10, 29, verdict.Same}, {5, 30, 30, verdict.Inconclusive}} {
		w := watch(c.scale, make([]float64, 12)...)
		r := w.run(t, gate.Options{Threshold: verdict.Paired, Most: 30})
		if w.machine.most < c.least || w.machine.most > c.most || r.Verdict != c.want {
			t.Errorf("noise of %v ns: %v by %d sessions, want %v by %d to %d", c.scale, r.Verdict, w.machine.most, c.want, c.least, c.most)
		}
		says := fmt.Sprint(w.machine.most, " sessions of each build, ")
		if w.machine.most == 9 {
			says = "these are enough"
		}
		if w.told[0] != "pilot: 9 sessions of each build" || !strings.HasPrefix(w.told[1], says) {
			t.Errorf("%q", w.told)
		}
		short := strings.Contains(fmt.Sprint(r.Err()), "for a verdict on every arm it would take")
		if short != (c.want == verdict.Inconclusive) || short != strings.Contains(w.told[1], "as no more are allowed") {
			t.Errorf("%q, error %v", w.told[1], r.Err())
		}
	}
}

// TestConfirmed: what is worse is so in fresh sessions too.
func TestConfirmed(t *testing.T) {
	w := watch(0.1, 0, 5)
	r := w.run(t, auto)
	if rows := r.Pairs[0].Rows; rows[0].Verdict != verdict.Same || rows[0].Again != nil || rows[1].Verdict != verdict.Worse || rows[1].Again == nil {
		t.Errorf("%+v", rows)
	}
	n := w.machine.most
	if len(w.sessions) != 4*n || w.sessions[2*n] != "1 old again" {
		t.Errorf("%d sessions, of %d each a round: %q", len(w.sessions), n, w.sessions)
	}
	if err := r.Err(); !errors.Is(err, verdict.ErrRegression) || !strings.Contains(err.Error(), "in fresh sessions +") {
		t.Errorf("%v", err)
	}
}

// TestNotConfirmed: an arm that is worse in the first set alone, or in the
// second alone, is not worse, whatever another one is.
func TestNotConfirmed(t *testing.T) {
	w := watch(0.1, 5, 0)
	w.before = func(s gate.Session) {
		if s.Confirms {
			w.machine.added = []float64{0, 5}
		}
	}
	r := w.run(t, auto)
	if rows := r.Pairs[0].Rows; rows[0].Verdict != verdict.Same || rows[0].Again == nil || rows[1].Verdict != verdict.Same || r.Err() != nil {
		t.Errorf("%v: %+v", r.Err(), rows)
	}
	w = watch(0.1, 5)
	w.before = func(s gate.Session) {
		if s.Confirms {
			w.machine.added = []float64{-5}
		}
	}
	if r := w.run(t, auto); !errors.Is(r.Err(), verdict.ErrInconclusive) || !strings.Contains(r.Err().Error(), "worse at first, and better") {
		t.Errorf("%v", r.Err())
	}
}

// TestInvalidSessions are made again, and told.
func TestInvalidSessions(t *testing.T) {
	w := watch(0.1, 0)
	w.after = func(s gate.Session, rec *results.Recording) {
		if s.Turn == 2 && s.Build == gate.Old {
			spoil(rec)
		}
	}
	r := w.run(t, gate.Options{Threshold: verdict.Paired, Sessions: 4, Most: 20})
	if row := r.Pairs[0].Rows[0]; row.Old.Sessions != 4 || row.New.Sessions != 5 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "left out old-2") {
		t.Errorf("%+v, warnings %q", row, r.Warnings)
	}
	w = watch(0.1, 0)
	w.after = func(_ gate.Session, rec *results.Recording) { spoil(rec) }
	if _, err := gate.Builds(auto, w.record, func(string) {}); !errors.Is(err, analysis.ErrInvalid) || len(w.sessions) != 6 {
		t.Errorf("all are invalid: %v after %d sessions", err, len(w.sessions))
	}
}

// TestStops: an error of a session ends the gate at once.
func TestStops(t *testing.T) {
	fault, n := errors.New("no root"), 0
	_, err := gate.Builds(auto, func(gate.Session) (*results.Recording, error) { n++; return nil, fault }, func(string) {})
	if !errors.Is(err, fault) || n != 1 {
		t.Errorf("%v after %d sessions", err, n)
	}
}
