package figure

import (
	"bytes"
	"testing"
	"time"
)

// TestPDF: the date is that of the figure, in UTC, or else always the same one;
// both fonts are in the file.
func TestPDF(t *testing.T) {
	east := time.FixedZone("east", 2*60*60)
	for date, want := range map[time.Time]string{
		time.Date(2026, 11, 22, 21, 5, 54, 0, east): "D:20261122190554",
		{}: "D:19700101000000",
	} {
		f := long(barsOf([]string{"kprobe"}, 1, func(int, int) Bar { return plainBar(3) }))
		f.Date = date
		var b bytes.Buffer
		if err := f.Write(&b, "pdf"); err != nil {
			t.Fatal(err)
		}
		for what, n := range map[string]int{"/CreationDate (" + want: 1, "/ModDate (" + want: 1, "/FontFile2": 2, "/Type /Page\n": 1} {
			if got := bytes.Count(b.Bytes(), []byte(what)); got != n {
				t.Errorf("%q is there %d times, want %d", what, got, n)
			}
		}
	}
}
