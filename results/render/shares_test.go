package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/probecost/probecost/results/analysis"
)

// inTime are the tables of everything that are of time.
func inTime(t *testing.T) []analysis.Table {
	var times []analysis.Table
	for _, table := range everything(t) {
		if _, err := analysis.Shares(table, 1); err == nil {
			times = append(times, table)
		}
	}
	return times
}

func TestSharesGolden(t *testing.T) {
	var b bytes.Buffer
	if err := Shares(&b, inTime(t), 50_000); err != nil {
		t.Fatal(err)
	}
	golden(t, "shares.txt", b.Bytes())
}

// TestSharesJSON computes every share again from the overheads that the rows
// of the same tables have.
func TestSharesJSON(t *testing.T) {
	const rate = 2e6
	var b bytes.Buffer
	if err := SharesJSON(&b, inTime(t), rate); err != nil {
		t.Fatal(err)
	}
	var got struct{ Rows []shareRow }
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, share := range got.Rows {
		for _, row := range rows(inTime(t)) {
			if row.Kernel != share.Kernel || row.Workload != share.Workload || row.Handler != share.Handler ||
				row.Attach != share.Attach || row.Program != share.Program || row.Object != share.Object || row.Workers > 1 || row.Stats || row.Overhead == nil {
				continue
			}
			compared++
			for _, pair := range [][2]float64{{*share.Share, *row.Overhead}, {*share.Lo, *row.Lo}, {*share.Hi, *row.Hi}} {
				if want := pair[1] * rate / 1e9; math.Abs(pair[0]-want) > 1e-9 {
					t.Errorf("%s/%s/%s: %g, want %g", share.Workload, share.Handler, share.Attach, pair[0], want)
				}
			}
		}
	}
	if compared == 0 {
		t.Error("nothing was compared")
	}
}

func TestSharesOfCounts(t *testing.T) {
	var b strings.Builder
	if err := Shares(&b, everything(t), 1); !errors.Is(err, analysis.ErrNotTime) || b.Len() > 0 {
		t.Errorf("%v, %q", err, b.String())
	}
}
