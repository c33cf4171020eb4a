package progress

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// lines is where there is no terminal, such as a log: a line for each stage,
// for each tenth of it, and for each half minute in which there was none.
type lines struct{ w io.Writer }

// told is what the last line of a part said, and when.
type told struct {
	stage  string
	tenths int
	at     time.Time
}

const (
	soonest = time.Second // tenths of what takes a moment are not worth a line each
	latest  = 30 * time.Second
)

func (l *lines) changed(_ []*part, p *part, now time.Time) {
	tenths := p.percent() / 10
	since := now.Sub(p.told.at)
	if p.step.Stage == p.told.stage && (tenths == p.told.tenths || since < soonest) && since < latest {
		return
	}
	p.told = told{p.step.Stage, tenths, now}
	fmt.Fprintln(l.w, p.sentence(now))
}

func (l *lines) tick(parts []*part, now time.Time) {
	for _, p := range parts {
		if p.step.Stage != "" && !p.ended {
			l.changed(nil, p, now)
		}
	}
}

func (l *lines) end() {}

// sentence is a part in words: "6.12: measuring, block 3 of 30, 8 %, 2m10s left".
func (p *part) sentence(now time.Time) string {
	words := []string{p.step.Stage}
	if p.label != "" {
		words[0] = p.label + ": " + words[0]
	}
	switch {
	case p.step.Total > 0:
		words = append(words, p.count(), fmt.Sprintf("%d %%", p.percent()))
		if left := p.timeLeft(now); left != "" {
			words = append(words, left)
		}
	case now.Sub(p.began) >= soonest:
		words = append(words, span(now.Sub(p.began)))
	}
	return strings.Join(words, ", ")
}
