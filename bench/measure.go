package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// Options are what a caller chooses. Names may be patterns: see [Axis.Select].
type Options struct {
	Workloads []string
	Handlers  []string
	// Attach may be empty: then those of the usual types are measured that the
	// kernel can attach. A type that is named here, without wildcards, and
	// cannot be attached is an error, unless Lenient is set.
	Attach  []string
	Lenient bool
	// Own chooses programs of the user's own, which are measured in place of
	// the handlers; its zero value is none. Attach then says where they are
	// attached: see [Own].
	Own Own
	// BPFStats adds, to every arm with a program, one with bpf stats on.
	BPFStats bool
	// Plan has the sizes, the seed and the bench CPU.
	Plan     results.Plan
	Metric   results.Metric
	Emulated bool      // this machine is one of bench/vm
	Machine  string    // the emulator that this runs in, or ""
	CPUs     int       // CPUs that this process may use, the bench CPU included
	Started  time.Time // what the recording says; now if it is zero
}

// Check says what is wrong with the options, before anything is done.
func (o Options) Check() error {
	if o.Plan.Blocks < 1 {
		return &UsageError{fmt.Sprintf("%d blocks: at least 1 is needed", o.Plan.Blocks)}
	}
	_, err := selectAxes(o)
	return err
}

// Progress is told what is being done, and how far it is.
type Progress func(stage string, done, total int)

// Measure selects arms, proves them, visits them, and writes all of it to out
// as it comes. It returns early with ctx's error if ctx ends; what was written
// by then is a good recording.
func Measure(ctx context.Context, o Options, lab Lab, out *results.Writer, progress Progress) error {
	axes, err := selectAxes(o)
	if err != nil {
		return err
	}
	lab.own = axes.own
	if len(o.Plan.Command) > 0 {
		lab.Start = commandWorkers(o.Plan.Command, o.Plan)
	}
	header, proofs, err := lab.describe(ctx, o, axes, progress)
	if err != nil {
		return err
	}
	if header.Plan.Turn, err = lab.turn(ctx, header.Plan.CPU); err != nil {
		return err
	}
	if err := out.Header(header); err != nil {
		return err
	}
	if err := lab.proveAll(ctx, header.Plan, proofs, out, progress); err != nil {
		return err
	}
	return visitAll(ctx, header, lab, out, progress)
}

// axes are the selected elements of each list.
type axes struct {
	workloads []workloads.Workload
	handlers  []bpf.Handler
	types     []attach.Type
	own       own
}

// subjects are what is measured at every workload: see [Arms].
func (a axes) subjects() [][]results.Arm {
	if len(a.own.arms) > 0 {
		return [][]results.Arm{slices.Concat(Subjects([]bpf.Handler{{Name: results.Own}}, a.types)[0], a.own.arms)}
	}
	return Subjects(a.handlers, a.types)
}

func selectAxes(o Options) (a axes, err error) {
	if len(o.Own.Objects) > 0 {
		return selectOwn(o)
	}
	if a.handlers, err = Handlers.Select(o.Handlers); err != nil {
		return a, err
	}
	a.workloads, a.types, err = selectHooks(o.Workloads, o.Attach)
	return a, err
}

// selectOwn selects programs of the user's own, and what they are compared
// with. A command has no known work to be done beside it.
func selectOwn(o Options) (a axes, err error) {
	driven := len(o.Plan.Command) > 0
	if driven {
		a.workloads = []workloads.Workload{driveWorkload}
	} else if a.workloads, err = Workloads.Select(o.Workloads); err != nil {
		return a, err
	}
	for _, t := range attach.All {
		if t.Control && !(driven && t.Spin > 0) {
			a.types = append(a.types, t)
		}
	}
	if a.own, err = o.Own.open(o.Metric); err != nil {
		return a, err
	}
	if driven {
		err = a.own.checkHooks()
	}
	return a, err
}

// describe makes the header: which arms this kernel can measure, and why not
// the others. What had to be proved for that it returns as well.
func (lab Lab) describe(ctx context.Context, o Options, a axes, progress Progress) (results.Header, map[place]results.Proof, error) {
	h := results.Header{
		Schema:      results.Schema,
		Metric:      o.Metric,
		Started:     o.Started.UTC(),
		Environment: lab.Environment(o.Plan.CPU),
		Plan:        o.Plan,
	}
	h.Environment.QEMU = o.Machine
	if o.Started.IsZero() {
		h.Started = time.Now().UTC().Truncate(time.Second)
	}
	machine := lab.known(h.Environment, o)
	if err := checkBefore(machine, o.Metric); err != nil {
		return h, nil, err
	}
	others := lab.Foreign(append(hooks(a.workloads), a.own.hooks()...))
	if err := checkForeign(others); err != nil {
		return h, nil, err
	}
	progress("finding out what this kernel can attach", 0, 0)
	found, err := lab.survey(ctx, o, a)
	if err != nil {
		return h, nil, err
	}
	h.Objects = a.own.describe()
	h.Plan.Arms, h.Missing = found.divide(Arms(a.workloads, a.subjects(), Variants(len(o.Plan.CPUs), o.BPFStats)))
	if err := nothingLeft(h); err != nil {
		return h, nil, err
	}
	h.Warnings = others.Unknown
	if len(found.unused) > 0 {
		h.Warnings = append(h.Warnings, "no program runs under "+strings.Join(found.unused, ", ")+", which is left out")
	}
	if o.Metric != results.Instructions {
		machine.Attach = attachTypesOf(h.Plan.Arms)
		h.Warnings = append(warnings(machine), h.Warnings...)
		h.Ticks = lab.Ticks(cpus(h.Plan))
	}
	return h, found.proofs, nil
}

// nothingLeft is an error if none of the arms that were asked for can be measured
// with their handlers.
func nothingLeft(h results.Header) error {
	if slices.ContainsFunc(h.Plan.Arms, hasProgram) || len(h.Missing) == 0 {
		return nil
	}
	var reasons []string
	for _, m := range h.Missing {
		reasons = append(reasons, fmt.Sprintf("%s: %s", m.Arm, m.Reason))
	}
	return fmt.Errorf("cannot measure\n  %s", strings.Join(reasons, "\n  "))
}

// turn measures a turn of the known work, once for the whole run.
func (lab Lab) turn(ctx context.Context, cpu int) (float64, error) {
	worker, err := lab.Start(ctx, cpu, nil)
	if err != nil {
		return 0, err
	}
	turn, err := worker.Turn()
	return turn, errors.Join(err, worker.Close())
}

// proveAll writes the proof of every pair of workload and subject that is in the
// plan, and proves those that are not known yet.
func (lab Lab) proveAll(ctx context.Context, plan results.Plan, known map[place]results.Proof, out *results.Writer, progress Progress) error {
	worker, err := lab.Start(ctx, plan.CPU, workloadsOf(plan.Arms))
	if err != nil {
		return err
	}
	arms := provable(plan.Arms)
	for i, arm := range arms {
		progress("proving that every arm captures its events", i, len(arms))
		proof, done := known[placeOf(arm)]
		if !done {
			proof, err = lab.Prove(ctx, plan.CPU, arm, worker)
		}
		if err == nil {
			err = out.Proof(proof)
		}
		if err != nil {
			_ = worker.Close()
			return err
		}
	}
	return worker.Close()
}

// provable leaves out arms without a program, and all but the first handler,
// since the proof is the same for all.
func provable(arms []results.Arm) []results.Arm {
	var first []results.Arm
	seen := map[place]bool{}
	for _, arm := range arms {
		if !hasProgram(arm) || seen[placeOf(arm)] {
			continue
		}
		seen[placeOf(arm)] = true
		first = append(first, arm)
	}
	return first
}

// visitAll carries out the plan and ends the recording.
func visitAll(ctx context.Context, header results.Header, lab Lab, out *results.Writer, progress Progress) error {
	plan := header.Plan
	done, total := 0, plan.Blocks*len(plan.Arms)
	var failure error
	for visit, err := range Run(ctx, plan, lab) {
		if err == nil {
			err = out.Visit(visit)
		}
		if err != nil {
			failure = err
			break
		}
		done++
		if done > total { // a disturbed CPU takes more blocks
			total += len(plan.Arms)
		}
		progress("measuring", done, total)
	}
	end := lab.end(header)
	end.Blocks = done / len(plan.Arms)
	if failure != nil {
		end.Interrupted = failure.Error()
	}
	if err := out.End(end); failure == nil {
		failure = err
	}
	return failure
}
