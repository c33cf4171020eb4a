package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/synthetic"
)

// fakeBuild is a program that takes the place of a build of this one in scripts:
// it records a session of a machine that does not exist, on which an event costs
// so many ns more by $MORE with the new build, or by $MORE_AGAIN in sessions that
// confirm. It ends with $STATUS, waits for Ctrl-C in session $HANGS_AT, and
// records nothing if there is something that it $SAYS.
func fakeBuild(added bool) func() {
	return func() {
		status, _ := strconv.Atoi(os.Getenv("STATUS"))
		if says := os.Getenv("SAYS"); says != "" {
			fmt.Fprintln(os.Stderr, "first line\nprobecost: "+says+"\nlast line")
			os.Exit(status)
		}
		dir := os.Args[len(os.Args)-1]
		if filepath.Base(dir) == os.Getenv("HANGS_AT") {
			hang()
		}
		if err := writeSession(dir, added); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(exitError)
		}
		os.Exit(status)
	}
}

// hang waits to be interrupted, and says so in files.
func hang() {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	_ = os.WriteFile("hangs", nil, 0o644)
	<-interrupted
	_ = os.WriteFile("interrupted", nil, 0o644)
	os.Exit(exitError)
}

// writeSession makes a recording of a machine whose sessions differ little.
func writeSession(dir string, added bool) error {
	number, err := strconv.Atoi(dir[strings.LastIndex(dir, "-")+1:])
	if err != nil {
		return err
	}
	m := synthetic.Machine{Kernel: "6.12.9-synthetic", Base: map[string]float64{"task_rename": 264}, Layout: 0.2,
		Overhead: map[string]float64{"kprobe": 100, "tracepoint": 60}}
	name := "MORE"
	if strings.Contains(dir, "again") {
		name = "MORE_AGAIN"
	}
	if more, err := strconv.ParseFloat(os.Getenv(name), 64); err == nil && added {
		m.Overhead["kprobe"] += more
	}
	seed := uint64(2 * number)
	if added {
		seed++
	}
	rec := m.Time(results.Plan{Seed: seed, Blocks: 14, Chunks: 8, Ops: 100,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{"base", "base2", "kprobe", "tracepoint"})}, synthetic.Interleaved)
	rec.Header.Started = rec.Header.Started.Add(time.Duration(seed) * time.Hour)
	rec.Header.Environment.Probecost = strings.Join(os.Args[1:len(os.Args)-1], " ")
	f, err := os.Create(recordingIn(dir))
	if err != nil {
		return err
	}
	defer f.Close()
	return writeTo(f, rec)
}

// writeTo writes a whole recording.
func writeTo(f io.Writer, rec *results.Recording) error {
	w := results.NewWriter(f)
	err := w.Header(rec.Header)
	for _, v := range rec.Visits {
		if err == nil {
			err = w.Visit(v)
		}
	}
	return errors.Join(err, w.End(*rec.End))
}
