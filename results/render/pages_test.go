package render

import (
	"bytes"
	"io"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/history"
	"github.com/probecost/probecost/results/synthetic"
)

// small is a recording of few figures: what it makes fits into a golden file
// that people can read.
func small() *results.Recording {
	rec := synthetic.Noisy().Time(results.Plan{
		Seed: 6, Blocks: 20, Most: 40, Chunks: 60, Ops: 100, Warmup: 200, CPU: 1,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty", "fields"}, []string{"base", "base2", "kprobe", "raw_tracepoint"}),
	}, synthetic.Interleaved)
	rec.Header.Environment.Probecost = "v1.2.3"
	rec.Header.Missing = []results.Missing{
		{Arm: results.Arm{Workload: "task_rename", Handler: "empty", Attach: "fentry", Workers: 1}, Reason: "this kernel has no BTF: CONFIG_DEBUG_INFO_BTF is not set"},
	}
	return rec
}

// again is the same machine with another kernel.
func again(rec *results.Recording, kernel string) *results.Recording {
	rec.Header.Environment.Kernel = kernel
	return rec
}

// driving is a recording of a command that drives two programs, one of which
// costs too little to be told.
func driving() *results.Recording {
	rec := synthetic.Builds(&results.Recording{Name: "drive", Header: results.Header{
		Schema: results.Schema, Metric: results.CPUTime, Started: good().Header.Started, Environment: good().Header.Environment,
		Plan: results.Plan{Seed: 7, Blocks: 12, Chunks: 1, Ops: 1, Command: []string{"/usr/bin/make", "-C", "my source"}},
	}, End: &results.End{Blocks: 12}})
	rec.Header.Objects = rec.Header.Objects[:1]
	rec.Header.Objects[0].Label = ""
	rec.Header.Objects[0].Attach = []string{"filter=kprobe/vfs_open"}
	arm := results.Arm{Workload: results.Drive, Handler: results.Own, Workers: 1}
	for i, subject := range []struct {
		attach, program string
		ms              int64
	}{{"base", "", 0}, {"base2", "", 0}, {"kprobe", "filter", 40}, {"tracepoint", "log", 0}} {
		a := arm
		a.Attach, a.Program = subject.attach, subject.program
		rec.Header.Plan.Arms = append(rec.Header.Plan.Arms, a)
		for block := range 12 {
			jitter := int64((block+i)*7%5) * 1e5
			v := results.Visit{Arm: a, Block: block, EventsPerOp: 1, Chunks: []int64{900e6 + subject.ms*1e6 + jitter}, WallNS: 1e9, Driven: 1}
			if a.Program != "" {
				v.Fired = 20000 + uint64(block)
			}
			rec.Visits = append(rec.Visits, v)
		}
	}
	return rec
}

// crashed is a recording that ends in the middle.
func crashed() *results.Recording {
	rec := small()
	rec.Visits, rec.End = rec.Visits[:len(rec.Visits)*3/5], nil
	return rec
}

// spoiled is an invalid recording: the second half contradicts the first, and
// the machine is another one at the end.
func spoiled() *results.Recording {
	rec := small()
	for i, v := range rec.Visits {
		if v.Attach == "kprobe" && v.Block >= 10 {
			for j := range v.Chunks {
				rec.Visits[i].Chunks[j] += 9000
			}
		}
	}
	e := rec.Header.Environment
	e.Kernel = "6.13"
	rec.End.Environment = &e
	return rec
}

// hostile is a recording whose every word is markup.
func hostile() *results.Recording {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
	rec := twoBuilds(results.Time)
	h := &rec.Header
	h.Environment = results.Environment{Kernel: "6.1" + evil, CPU: evil, Arch: evil, CommandLine: evil, Probecost: "javascript:" + evil, QEMU: evil}
	h.Warnings = []string{evil}
	h.Objects[0].File = evil
	h.Missing = append(h.Missing, results.Missing{Arm: results.Arm{Workload: evil, Handler: evil, Attach: evil, Workers: 1}, Reason: evil})
	rename := func(a *results.Arm) {
		if a.Program != "" {
			a.Program += evil
		}
		a.Workload += evil
	}
	for i := range h.Plan.Arms {
		rename(&h.Plan.Arms[i])
	}
	for i := range rec.Visits {
		rename(&rec.Visits[i].Arm)
	}
	return rec
}

// pages are all kinds of pages, by name.
func pages(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	add := func(name string, write func(io.Writer) error) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = b.Bytes()
	}
	for name, recs := range map[string][]*results.Recording{
		"nothing":      {},
		"small":        {small()},
		"everything":   recordings(),
		"wide":         {wide()},
		"poor":         {poor()},
		"both":         {good(), exactly(), again(exactly(), "6.1.0-56-cloud-amd64"), again(exactly(), "5.10.0-35-cloud-amd64")},
		"builds":       {twoBuilds(results.Time)},
		"instructions": {twoBuilds(results.Instructions)},
		"drive":        {driving()},
		"crashed":      {crashed()},
		"spoiled":      {spoiled()},
		"hostile":      {hostile()},
	} {
		ts := tables(t, recs...)
		add(name, func(w io.Writer) error { return HTML(w, ts) })
	}
	add("machines", func(w io.Writer) error { return MergedHTML(w, machines(t)) })
	for name, n := range map[string]int{"history": 60, "first": 1, "no history": 0} {
		var series []history.Series
		if n > 0 {
			series = seriesOf(t, past(t, n, "kprobe", "tracepoint", "raw_tracepoint"))
		}
		add(name, func(w io.Writer) error { return TrendHTML(w, series) })
	}
	return all
}
