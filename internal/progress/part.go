package progress

import (
	"fmt"
	"time"

	"github.com/probecost/probecost/bench"
)

// part is one of the things that are measured.
type part struct {
	label string
	step  bench.Step // its Stage is "" before the first
	began time.Time  // when the stage did
	from  int        // what was done by then
	at    time.Time  // when the last step was reported
	ended bool
	told  told
}

func (p *part) set(s bench.Step, now time.Time) {
	if s.Stage != p.step.Stage {
		p.began, p.from = now, s.Done
	}
	p.step, p.at = s, now
}

// left is how long the rest of the stage will take if it goes on as it did, and
// false as long as that cannot be told.
func (p *part) left(now time.Time) (time.Duration, bool) {
	s := p.step
	if s.Done <= p.from || s.Total == 0 {
		return 0, false
	}
	each := p.at.Sub(p.began) / time.Duration(s.Done-p.from)
	return max(0, each*time.Duration(s.Total-s.Done)-now.Sub(p.at)), true
}

// timeLeft is left in words, "" if it cannot be told.
func (p *part) timeLeft(now time.Time) string {
	left, ok := p.left(now)
	if !ok {
		return ""
	}
	return span(left) + " left"
}

// count says which block, or which of many, it is at; "" if that is not known.
func (p *part) count() string {
	switch s := p.step; {
	case s.Blocks > 0:
		return fmt.Sprintf("block %d of %d", s.Block, s.Blocks)
	case s.Total > 0:
		return fmt.Sprintf("%d of %d", min(s.Done+1, s.Total), s.Total)
	}
	return ""
}

// what is the arm that is being measured, or else the stage.
func (p *part) what() string {
	if p.step.Block > 0 && p.step.Arm.Attach != "" {
		return p.step.Arm.String()
	}
	return p.step.Stage
}

// percent of the stage that is done.
func (p *part) percent() int {
	if p.step.Total == 0 {
		return 0
	}
	return 100 * p.step.Done / p.step.Total
}

// span is a duration as people say it: "1h05m", "2m10s", "8s".
func span(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	switch {
	case s >= 3600:
		return fmt.Sprintf("%dh%02dm", s/3600, s/60%60)
	case s >= 60:
		return fmt.Sprintf("%dm%02ds", s/60, s%60)
	}
	return fmt.Sprintf("%ds", s)
}
