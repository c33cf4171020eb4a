package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/gate"
)

// sessionClock is how long sessions take.
type sessionClock struct {
	spent time.Duration
	n     int
}

// left is how long so many more will take, "" if nothing tells.
func (c sessionClock) left(sessions int) string {
	if c.n == 0 {
		return ""
	}
	return fmt.Sprintf(", %v left", (c.spent / time.Duration(c.n) * time.Duration(sessions)).Round(time.Second))
}

// session returns what records a session of either build. Each is a process of
// its own, and leaves its recording, tables and messages in a folder.
func (b *builds) session(ctx context.Context) gate.Measure {
	return func(s gate.Session) (*results.Recording, error) {
		round := "first"
		if s.Confirms {
			round = "again"
		}
		dir := filepath.Join(b.dir, round, fmt.Sprintf("%v-%d", s.Build, s.Turn))
		if rec := b.recorded(dir); rec != nil {
			return rec, nil
		}
		fmt.Fprintf(b.log, "turn %d of %d: %v%s\n", s.Turn, s.Turns, s.Build, b.clock.left(s.Left))
		start := time.Now()
		if err := b.record(ctx, b.paths[s.Build], dir); err != nil {
			return nil, err
		}
		b.clock.spent, b.clock.n = b.clock.spent+time.Since(start), b.clock.n+1
		rec, err := results.ReadFile(recordingIn(dir))
		if err != nil {
			return nil, fmt.Errorf("session of the %v build: %w", s.Build, err)
		}
		return rec, nil
	}
}

func recordingIn(dir string) string { return filepath.Join(dir, "run"+results.Extension) }

// recorded is a session that was recorded to its end before, nil if none was.
func (b *builds) recorded(dir string) *results.Recording {
	if !b.resume {
		return nil
	}
	rec, err := results.ReadFile(recordingIn(dir))
	if err != nil || rec.End == nil || rec.End.Interrupted != "" {
		return nil
	}
	return rec
}

// record has a build record a session. That it is invalid or inconclusive is for
// the comparison to judge, if anything was recorded at all.
func (b *builds) record(ctx context.Context, build, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of a session: %w (choose another with --out)", err)
	}
	if err := keep(recordingIn(dir)); err != nil { // of a session that was interrupted
		return err
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return fmt.Errorf("record a session: %w", err)
	}
	defer log.Close()
	var text bytes.Buffer
	cmd := exec.CommandContext(ctx, build, slices.Concat([]string{"run"}, b.args, []string{"--out", dir})...)
	cmd.Stdout, cmd.Stderr = log, io.MultiWriter(log, &text)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // run keeps what it has
	cmd.WaitDelay = time.Minute
	err = cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		return nil
	}
	failure := fmt.Sprintf("%s run: %v: %s (all of it is in %s)", build, err, complaint(text.String()), log.Name())
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !slices.Contains([]int{exitRegression, exitInvalid, exitInconclusive}, exit.ExitCode()) {
		return errors.New(failure)
	}
	if _, err := os.Stat(recordingIn(dir)); err != nil {
		return &statusError{exit.ExitCode(), failure}
	}
	return nil
}

// complaint is the line in which a build says what went wrong.
func complaint(stderr string) string {
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	for _, line := range lines {
		if text, ok := strings.CutPrefix(line, "probecost: "); ok {
			return text
		}
	}
	return lines[len(lines)-1]
}
