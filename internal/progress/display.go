// Package progress shows how far measurements are: what is measured now, how
// much of it is done, and how long the rest will take. On a terminal it writes
// over its own lines; elsewhere it writes a line now and then.
//
// All of it happens on the CPUs that the process is allowed to use, which the
// bench CPU is not one of, and a few times a second at most.
package progress

import (
	"io"
	"sync"
	"time"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/internal/terminal"
)

// Display shows the progress of one thing, or of several at the same time.
type Display struct {
	mu      sync.Mutex
	parts   []*part
	show    shower
	now     func() time.Time
	stop    chan struct{}
	stopped sync.WaitGroup
}

// shower puts parts where people see them.
type shower interface {
	// changed is called when a part is at another step, and tick once a
	// second.
	changed(parts []*part, p *part, now time.Time)
	tick(parts []*part, now time.Time)
	end()
}

// New shows on w what the labels stand for; one label may be "".
func New(w io.Writer, labels ...string) *Display {
	var show shower = &lines{w: w}
	if terminal.Is(w) && (len(labels) == 1 || terminal.Escapes(w)) {
		show = &screen{w: w, size: func() (int, int) { return terminal.Size(w) }}
	}
	d := newDisplay(show, time.Now, labels)
	d.stopped.Go(d.ticks)
	return d
}

func newDisplay(show shower, now func() time.Time, labels []string) *Display {
	d := &Display{show: show, now: now, stop: make(chan struct{})}
	for _, label := range labels {
		d.parts = append(d.parts, &part{label: label})
	}
	return d
}

// ticks keeps the time that is shown going while nothing is reported.
func (d *Display) ticks() {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-d.stop:
			return
		case <-second.C:
			d.mu.Lock()
			d.show.tick(d.parts, d.now())
			d.mu.Unlock()
		}
	}
}

// Part is to be told of the steps of the part with that number.
func (d *Display) Part(number int) bench.Progress {
	return func(s bench.Step) { d.set(number, s, false) }
}

// Ended says what became of a part, such as "done".
func (d *Display) Ended(number int, how string) { d.set(number, bench.Step{Stage: how}, true) }

func (d *Display) set(number int, s bench.Step, ended bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, now := d.parts[number], d.now()
	p.set(s, now)
	p.ended = ended
	d.show.changed(d.parts, p, now)
}

// End removes what is still shown.
func (d *Display) End() {
	close(d.stop)
	d.stopped.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.show.end()
}
