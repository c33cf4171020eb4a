package progress

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
)

// screen is a terminal: a line for each part, written over and over. What a
// line had and has no more is written over with spaces, so that one part alone
// needs no escape sequence.
type screen struct {
	w     io.Writer
	size  func() (columns, rows int)
	drawn []int // columns that each line on the terminal takes
	last  time.Time
}

// between is the least time between drawing and drawing again, but where a part
// has ended.
const between = 200 * time.Millisecond

func (s *screen) changed(parts []*part, p *part, now time.Time) {
	if p.ended || now.Sub(s.last) >= between {
		s.draw(parts, now)
	}
}

func (s *screen) tick(parts []*part, now time.Time) {
	if slices.ContainsFunc(parts, func(p *part) bool { return p.step.Stage != "" }) {
		s.draw(parts, now)
	}
}

func (s *screen) draw(parts []*part, now time.Time) {
	s.last = now
	columns, rows := s.size()
	widest := 0
	for _, p := range parts {
		widest = max(widest, runewidth.StringWidth(p.label))
	}
	var lines []string
	for _, p := range choose(parts, rows-1) {
		lines = append(lines, p.line(now, min(widest, columns/3), columns-1))
	}
	s.write(lines)
}

// choose leaves out parts where there are more than rows: the ended ones first.
func choose(parts []*part, rows int) []*part {
	some := slices.Clone(parts)
	slices.SortStableFunc(some, func(a, b *part) int {
		switch {
		case a.ended == b.ended:
			return 0
		case a.ended:
			return 1
		}
		return -1
	})
	some = some[:min(len(some), max(1, rows))]
	return slices.DeleteFunc(slices.Clone(parts), func(p *part) bool { return !slices.Contains(some, p) })
}

// write writes lines over those that are there.
func (s *screen) write(lines []string) {
	var b strings.Builder
	b.WriteString("\r" + up(len(s.drawn)-1))
	s.drawn = append(s.drawn, make([]int, max(0, len(lines)-len(s.drawn)))...)
	lines = append(lines, make([]string, len(s.drawn)-len(lines))...)
	for i, line := range lines {
		if i > 0 {
			b.WriteString("\r\n")
		}
		width := runewidth.StringWidth(line)
		b.WriteString(line + strings.Repeat(" ", max(0, s.drawn[i]-width)))
		s.drawn[i] = width
	}
	_, _ = io.WriteString(s.w, b.String()) // a terminal that is gone is no reason to stop
}

// up is what moves the cursor so many lines up.
func up(lines int) string {
	if lines < 1 {
		return ""
	}
	return fmt.Sprintf("\x1b[%dA", lines)
}

// end leaves the terminal as it was: spaces, and the cursor before them.
func (s *screen) end() {
	if len(s.drawn) == 0 {
		return
	}
	s.write(nil)
	_, _ = io.WriteString(s.w, "\r"+up(len(s.drawn)-1))
	s.drawn = nil
}
