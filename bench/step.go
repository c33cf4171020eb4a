package bench

import (
	"math"
	"time"

	"github.com/probecost/probecost/results"
)

// Progress is told what is being done, and how far it is.
type Progress func(Step)

// Step is what is being done, and how far it is.
type Step struct {
	Stage string // in words
	// Done of Total are visits, or whatever the stage has. A Total of 0 is
	// not known.
	Done, Total int
	// Block is the one that is being measured, from 1, of Blocks as far as
	// can be told; both are 0 outside of blocks.
	Block, Blocks int
	Arm           results.Arm // that is being visited; zero outside of blocks
}

// The stages that [Measure] goes through.
const (
	StageSurvey    = "finding out what this kernel can attach"
	StageProof     = "proving that every arm captures its events"
	StageMeasuring = "measuring"
)

// Measuring is the step after so many visits of a plan, if there will be so many
// blocks.
func Measuring(plan results.Plan, visits, blocks int) Step {
	arms := max(1, len(plan.Arms))
	s := Step{Stage: StageMeasuring, Done: visits, Total: blocks * arms, Blocks: blocks}
	s.Block = min(visits/arms+1, blocks)
	if visits < s.Total {
		s.Arm = Order(plan, visits/arms)[visits%arms]
	}
	return s
}

// forecast is how many blocks there will be, as far as can be told when some
// were measured, of which some count, in some time. Of those to come as many
// count as of those before; one more that did is assumed, since the first say
// little.
func forecast(plan results.Plan, measured, counting int, elapsed time.Duration) int {
	blocks := plan.Blocks
	if plan.Most > blocks {
		share := float64(counting+1) / float64(measured+1)
		missing := math.Ceil(float64(max(0, plan.Blocks-counting)) / share)
		blocks = min(max(blocks, measured+int(missing)), plan.Most)
	}
	if left := time.Duration(plan.TimeNS) - elapsed; plan.TimeNS > 0 && measured > 0 {
		if left < 0 {
			return measured
		}
		each := max(1, elapsed/time.Duration(measured))
		blocks = min(blocks, measured+1+int(left/each))
	}
	return blocks
}
