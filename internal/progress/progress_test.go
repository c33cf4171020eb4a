package progress

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
)

// clock is a time that passes when it is told to.
type clock struct{ time.Time }

func (c *clock) now() time.Time       { return c.Time }
func (c *clock) pass(d time.Duration) { c.Time = c.Add(d) }

// glass is what a terminal shows of what is written to it. It knows the
// characters that move the cursor which this package writes, and no others.
type glass struct {
	lines   []string
	row     int
	column  int
	columns int
	writes  int
	escapes int
}

func (g *glass) Write(p []byte) (int, error) {
	g.writes++
	for text := string(p); text != ""; {
		text = text[g.key(text):]
	}
	return len(p), nil
}

// key does what the first character, or escape sequence, of text says, and
// returns how long that is.
func (g *glass) key(text string) int {
	switch text[0] {
	case '\r':
		g.column = 0
		return 1
	case '\n':
		g.row++
		return 1
	case 0x1b:
		n, size := 0, strings.IndexByte(text, 'A')
		n, err := strconv.Atoi(strings.TrimPrefix(text[1:size], "["))
		if err != nil || n < 1 || n > g.row {
			panic(fmt.Sprintf("%q on row %d", text[:size+1], g.row))
		}
		g.row -= n
		g.escapes++
		return size + 1
	}
	for len(g.lines) <= g.row {
		g.lines = append(g.lines, strings.Repeat(" ", g.columns))
	}
	r := []rune(text)[0]
	line := []rune(g.lines[g.row])
	line[g.column] = r // panics where the terminal would wrap
	g.lines[g.row] = string(line)
	g.column++
	return len(string(r))
}

func (g *glass) shown() (lines []string) {
	for _, line := range g.lines {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// on shows parts on a glass.
func on(columns, rows int, labels ...string) (*Display, *glass, *clock) {
	g, c := &glass{columns: columns}, &clock{time.Unix(1e9, 0)}
	return newDisplay(&screen{w: g, size: func() (int, int) { return columns, rows }}, c.now, labels), g, c
}

// at is a step of a run of 30 blocks of 12 arms.
func at(visits int) bench.Step {
	return bench.Step{Stage: bench.StageMeasuring, Done: visits, Total: 360, Block: visits/12 + 1, Blocks: 30,
		Arm: results.Arm{Workload: "urandom_read", Handler: "fields", Attach: "raw_tracepoint", Workers: 1}}
}

func TestScreen(t *testing.T) {
	for columns, want := range map[int][]string{
		120: {"  0% [..............] block 1 of 30, urandom_read/fields/raw_tracepoint",
			" 40% [====>.........] 1m48s left, block 13 of 30, urandom_read/fields/raw_tracepoint"},
		80: {"  0% [.........] block 1 of 30, urandom_read/fields/raw_tracepoint",
			" 40% [==>......] 1m48s left, block 13 of 30, urandom_read/fields/raw_tracepoint"},
		40: {"  0% [....] block 1 of 30, urandom_rea…",
			" 40% [>...] 1m48s left, block 13 of 30"},
		24: {"  0% [....]", " 40% [>...] 1m48s left"},
		9:  {"  0% [..", " 40% [>."},
	} {
		t.Run(fmt.Sprint(columns), func(t *testing.T) {
			d, g, c := on(columns, 24, "")
			for i, visits := range []int{0, 144} {
				d.Part(0)(at(visits))
				if diff := cmp.Diff([]string{want[i]}, g.shown()); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
				c.pass(72 * time.Second)
			}
			d.show.end()
			if got := g.shown(); got[0] != "" || g.row != 0 || g.column != 0 || g.escapes != 0 {
				t.Errorf("in the end %q, cursor at %d, %d, %d escape sequences", got, g.row, g.column, g.escapes)
			}
		})
	}
}

// TestScreenOfSeveral: a line each, as many as there is room for, and nothing
// that stays.
func TestScreenOfSeveral(t *testing.T) {
	d, g, c := on(60, 24, "6.1", "6.12.117+deb12-cloud-amd64", "7.3")
	d.Part(0)(bench.Step{Stage: "booting"})
	c.pass(5 * time.Second)
	d.Part(1)(at(180))
	c.pass(time.Second)
	d.Ended(2, "failed")
	want := []string{
		"6.1                  6s, booting",
		"6.12.117+deb12-clou…  50% [==>....] block 16 of 30",
		"7.3                  failed",
	}
	if diff := cmp.Diff(want, g.shown()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	d.show.end()
	if diff := cmp.Diff([]string{"", "", ""}, g.shown()); diff != "" || g.row != 0 || g.column != 0 {
		t.Errorf("cursor at %d, %d; -want +got:\n%s", g.row, g.column, diff)
	}

	d, g, c = on(60, 3, "a", "b", "c")
	d.Ended(1, "done")
	c.pass(time.Second)
	d.Part(2)(bench.Step{Stage: "booting"})
	if diff := cmp.Diff([]string{"a not begun", "c 0s, booting"}, g.shown()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestScreenIsDrawnSeldom: at most every fifth of a second, whatever happens.
func TestScreenIsDrawnSeldom(t *testing.T) {
	d, g, c := on(80, 24, "")
	for visits := range 360 {
		d.Part(0)(at(visits))
		c.pass(10 * time.Millisecond)
	}
	if g.writes > 18 {
		t.Errorf("drawn %d times in 3.6 s", g.writes)
	}
	writes := g.writes
	c.pass(time.Minute)
	d.show.tick(d.parts, c.now())
	if g.writes != writes+1 || !strings.Contains(g.shown()[0], " 0s left") {
		t.Errorf("nothing is reported for a minute, and shown is %q", g.shown())
	}
}

// TestScreenNeverWraps draws steps of all kinds on terminals of all widths.
func TestScreenNeverWraps(t *testing.T) {
	for columns := range 200 {
		for _, label := range []string{"", "6.12", "6.12.117+deb12-cloud-amd64"} {
			p := &part{label: label}
			for _, s := range []bench.Step{{}, {Stage: bench.StageProof, Done: 3, Total: 9}, {Stage: bench.StageSurvey}, at(0), at(200), at(360)} {
				p.set(s, time.Unix(100, 0))
				line := p.line(time.Unix(5000, 0), min(runewidth.StringWidth(label), columns/3), columns)
				if width := runewidth.StringWidth(line); width > columns {
					t.Fatalf("%d columns on a terminal of %d: %q", width, columns, line)
				}
			}
		}
	}
}

func TestLines(t *testing.T) {
	var out bytes.Buffer
	c := &clock{time.Unix(1e9, 0)}
	d := newDisplay(&lines{w: &out}, c.now, []string{"6.12"})
	d.Part(0)(bench.Step{Stage: "booting"})
	c.pass(4 * time.Second)
	for i := range 9 {
		d.Part(0)(bench.Step{Stage: bench.StageProof, Done: i, Total: 9})
		c.pass(10 * time.Millisecond)
	}
	for visits := range 361 {
		d.Part(0)(at(visits))
		c.pass(250 * time.Millisecond)
	}
	d.Ended(0, "done")
	c.pass(time.Hour)
	d.show.tick(d.parts, c.now())
	want := `6.12: booting
6.12: proving that every arm captures its events, 1 of 9, 0 %
6.12: measuring, block 1 of 30, 0 %
6.12: measuring, block 4 of 30, 10 %, 1m21s left
6.12: measuring, block 7 of 30, 20 %, 1m12s left
6.12: measuring, block 10 of 30, 30 %, 1m03s left
6.12: measuring, block 13 of 30, 40 %, 54s left
6.12: measuring, block 16 of 30, 50 %, 45s left
6.12: measuring, block 19 of 30, 60 %, 36s left
6.12: measuring, block 22 of 30, 70 %, 27s left
6.12: measuring, block 25 of 30, 80 %, 18s left
6.12: measuring, block 28 of 30, 90 %, 9s left
6.12: measuring, block 31 of 30, 100 %, 0s left
6.12: done
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestLinesOfLongWork: a line every half minute, also while nothing is
// reported.
func TestLinesOfLongWork(t *testing.T) {
	var out bytes.Buffer
	c := &clock{time.Unix(1e9, 0)}
	d := newDisplay(&lines{w: &out}, c.now, []string{""})
	d.Part(0)(bench.Step{Stage: "waiting"})
	for range 100 {
		c.pass(time.Second)
		d.show.tick(d.parts, c.now())
	}
	if want := "waiting\nwaiting, 30s\nwaiting, 1m00s\nwaiting, 1m30s\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}

// TestLeft: the rest takes as long as what is done did, and ever less until
// the next step; blocks that are added take their time too.
func TestLeft(t *testing.T) {
	p, c := &part{}, &clock{time.Unix(1e9, 0)}
	step := func(done, total int) {
		p.set(bench.Step{Stage: bench.StageMeasuring, Done: done, Total: total}, c.now())
	}
	want := func(text string) {
		t.Helper()
		if got := p.timeLeft(c.now()); got != text {
			t.Errorf("%q, want %q", got, text)
		}
	}
	step(0, 100)
	want("")
	c.pass(10 * time.Second)
	step(10, 100)
	want("1m30s left")
	c.pass(2 * time.Second)
	want("1m28s left")
	c.pass(8 * time.Second)
	step(20, 400)
	want("6m20s left")
	c.pass(10 * time.Hour)
	want("0s left")
	step(20, 4000)
	want("1991h06m left")
}

// TestParallel: parts report at the same time, while the display ticks.
func TestParallel(t *testing.T) {
	var out bytes.Buffer
	labels := []string{"a", "b", "c"}
	d := New(&out, labels...)
	var parts sync.WaitGroup
	for i := range labels {
		parts.Go(func() {
			for visits := range 361 {
				d.Part(i)(at(visits))
			}
			d.Ended(i, "done")
		})
	}
	parts.Wait()
	d.End()
	for _, label := range labels {
		if n := strings.Count(out.String(), label+": done\n"); n != 1 {
			t.Errorf("%q has ended %d times in\n%s", label, n, out.String())
		}
	}
}
