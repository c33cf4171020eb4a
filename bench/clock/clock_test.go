package clock

import (
	"os"
	"strings"
	"testing"
)

// TestTime shows that time passes.
func TestTime(t *testing.T) {
	c := Time()
	start := c.Now()
	for c.Now() == start {
	}
	if now := c.Now(); now < start || c.Exact {
		t.Errorf("%d, then %d; exact: %v", start, now, c.Exact)
	}
}

// counting says whether this is a virtual machine that counts instructions: by
// what bench/vm tells the kernel of no other.
func counting(t *testing.T) bool {
	t.Helper()
	line, err := os.ReadFile("/proc/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(line), "norandmaps randomize_kstack_offset=off")
}

// TestInstructions shows, in a virtual machine that counts instructions, that
// the clock does, and elsewhere that it is refused. For the former:
//
//	go test -exec "$PWD/bin/probecost vm --kernel 6.12 --deterministic --program --" ./bench/clock
func TestInstructions(t *testing.T) {
	c, err := Instructions()
	if !counting(t) {
		if err == nil || !strings.Contains(err.Error(), "only in the virtual machine that `probecost count` starts") {
			t.Errorf("this machine's counter is taken for one of instructions: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []uint64{10, 11, 12, 13, 1000, 100000} {
		if got, want := least(c, n+7)-least(c, n), int64(14); got != want {
			t.Errorf("7 turns more than %d of two instructions: %d instructions, want %d", n, got, want)
		}
	}
}

// least is the least that a loop of n turns took, out of many: an interrupt may
// fall into it.
func least(c Clock, n uint64) int64 {
	best := int64(1) << 62
	for range 50 {
		start := c.Now()
		spin(n)
		best = min(best, c.Now()-start)
	}
	return best
}
