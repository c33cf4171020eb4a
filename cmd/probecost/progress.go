package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/vm"
)

// progress shows how far a measurement is: a bar on a terminal, now and then
// a line elsewhere. Several parts may report at once; their counts add up.
type progress struct {
	mu    sync.Mutex
	w     io.Writer
	bar   *progressbar.ProgressBar // nil where there is no terminal
	parts []*part
}

// part is one of several things that are measured at the same time.
type part struct {
	label       string
	stage       string
	done, total int

	shown string    // the last stage for which a line was written
	next  time.Time // when the next line is due
}

// every is how often a line is written where there is no terminal.
const every = 10 * time.Second

func newProgress(w io.Writer) *progress {
	p := &progress{w: w}
	guest := os.Getenv(vm.EnvGuest) != "" // its terminal is a serial line into a file
	if f, ok := w.(*os.File); ok && !guest && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(-1,
			progressbar.OptionSetWriter(w),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionShowCount(),
			progressbar.OptionFullWidth(),
			progressbar.OptionClearOnFinish(),
			progressbar.OptionThrottle(100*time.Millisecond),
		)
	}
	return p
}

// update is the bench.Progress of a measurement with one part.
func (p *progress) update(stage string, done, total int) {
	p.mu.Lock()
	if len(p.parts) == 0 {
		p.parts = []*part{{}}
	}
	p.mu.Unlock()
	p.set(p.parts[0], stage, done, total)
}

// part returns the bench.Progress of one part of several.
func (p *progress) part(label string) bench.Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	one := &part{label: label + ": "}
	p.parts = append(p.parts, one)
	return func(stage string, done, total int) { p.set(one, stage, done, total) }
}

func (p *progress) set(one *part, stage string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one.stage, one.done, one.total = stage, done, total
	if p.bar != nil {
		p.draw(stage)
		return
	}
	one.line(p.w)
}

// line writes a line if the stage is new or the last line is old.
func (one *part) line(w io.Writer) {
	now := time.Now()
	if one.stage == one.shown && now.Before(one.next) {
		return
	}
	one.shown, one.next = one.stage, now.Add(every)
	text := one.label + one.stage
	if one.total > 0 {
		text += fmt.Sprintf(", %d of %d", one.done, one.total)
	}
	fmt.Fprintln(w, text)
}

// draw moves the bar to the sum of all parts.
func (p *progress) draw(stage string) {
	done, total := 0, 0
	for _, one := range p.parts {
		done, total = done+one.done, total+one.total
	}
	p.bar.Describe(stage)
	if total == 0 {
		_ = p.bar.RenderBlank()
		return
	}
	p.bar.ChangeMax(total)
	_ = p.bar.Set(min(done, total-1)) // the last step is end's
}

// end removes the bar.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
