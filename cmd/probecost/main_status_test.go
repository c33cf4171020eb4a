package main

import (
	"errors"
	"fmt"
	"testing"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/verdict"
)

func TestExitStatus(t *testing.T) {
	usage, invalid := &bench.UsageError{Message: "usage"}, &bench.InvalidError{Message: "invalid"}
	for _, test := range []struct {
		err  error
		want int
	}{
		{errors.New("any"), exitError},
		{fmt.Errorf("wrapped: %w", usage), exitUsage},
		{fmt.Errorf("wrapped: %w", invalid), exitInvalid},
		{errors.Join(analysis.ErrInconclusive, analysis.ErrInvalid), exitInvalid},
		{fmt.Errorf("6.12: %w", analysis.ErrNotDeterministic), exitInvalid},
		{fmt.Errorf("arm: %w", analysis.ErrInconclusive), exitInconclusive},
		{fmt.Errorf("arm: %w", verdict.ErrRegression), exitRegression},
		{errors.Join(verdict.ErrInconclusive, verdict.ErrRegression), exitRegression},
		{errors.Join(verdict.ErrRegression, analysis.ErrInvalid), exitInvalid},
		{&statusError{status: 77}, 77},
	} {
		if got := exitStatus(test.err); got != test.want {
			t.Errorf("exitStatus(%v) = %d, want %d", test.err, got, test.want)
		}
	}
}
