package pmu

import (
	"errors"
	"math"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

func TestSince(t *testing.T) {
	const most = math.MaxUint64
	start := reading{4, 1000, 900, [4]uint64{10, 20, 30, 40}}
	for _, test := range []struct {
		name  string
		after reading
		want  Values
		err   string
	}{
		{"all the time", reading{4, 1500, 1400, [4]uint64{11, 22, 33, 44}}, Values{1, 2, 3, 4}, ""},
		{"no time at all", start, Values{}, ""},
		{"multiplexed", reading{4, 1500, 1399, [4]uint64{11, 22, 33, 44}}, Values{}, "for only 499 of 500 ns: somebody else"},
		{"never", reading{4, 1500, 900, [4]uint64{10, 20, 30, 40}}, Values{}, "for only 0 of 500 ns"},
		{"another group", reading{3, 1500, 1400, [4]uint64{11, 22, 33}}, Values{}, "3 values instead of 4"},
		{"large", reading{4, 1000, 900, [4]uint64{most, most, most, most}}, Values{most - 10, most - 20, most - 30, most - 40}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.after.since(&start)
			if got != test.want || !holds(err, test.err) {
				t.Errorf("%+v, %v; want %+v, %q", got, err, test.want, test.err)
			}
		})
	}
}

// holds says whether an error's text has a part; no error has only "".
func holds(err error, part string) bool {
	if err == nil {
		return part == ""
	}
	return part != "" && strings.Contains(err.Error(), part)
}

func TestCheckSize(t *testing.T) {
	if err := checkSize(7 * 8); err != nil {
		t.Error(err)
	}
	if err := checkSize(0); !errors.Is(err, ErrNotAvailable) || !holds(err, "nmi_watchdog") {
		t.Errorf("nothing was read: %v", err)
	}
	if err := checkSize(8); errors.Is(err, ErrNotAvailable) || !holds(err, "8 bytes instead of 56") {
		t.Errorf("too little was read: %v", err)
	}
}

func TestAttr(t *testing.T) {
	const stoppedAndPinned = 1<<0 | 1<<2
	for i, want := range []struct{ config, bits uint64 }{
		{unix.PERF_COUNT_HW_INSTRUCTIONS, 1<<5 | 1<<6},
		{unix.PERF_COUNT_HW_INSTRUCTIONS, 1<<4 | 1<<6},
		{unix.PERF_COUNT_HW_CPU_CYCLES, 1<<5 | 1<<6},
		{unix.PERF_COUNT_HW_CPU_CYCLES, 1<<4 | 1<<6},
	} {
		attr := events[i].attr(false)
		if attr.Type != unix.PERF_TYPE_HARDWARE || attr.Config != want.config || attr.Bits != want.bits {
			t.Errorf("event %d: %+v, want %+v", i, attr, want)
		}
		if attr.Size != uint32(unsafe.Sizeof(attr)) || attr.Read_format != 1|2|8 {
			t.Errorf("event %d: size %d, read format %d", i, attr.Size, attr.Read_format)
		}
		if leader := events[i].attr(true); leader.Bits != want.bits|stoppedAndPinned {
			t.Errorf("event %d as leader: bits %b", i, leader.Bits)
		}
	}
}

func TestExplain(t *testing.T) {
	for _, test := range []struct {
		err    error
		leader bool
		want   string
	}{
		{unix.ENOENT, true, "the host has to offer one"},
		{unix.EOPNOTSUPP, true, "the host has to offer one"},
		{unix.EACCES, true, "perf_event_paranoid=1"},
		{unix.EPERM, true, "seccomp"},
		{unix.ENOSYS, true, "CONFIG_PERF_EVENTS"},
		{unix.EINVAL, true, "user space without the kernel"},
		{unix.EINVAL, false, "four events at once"},
	} {
		if err := explain(test.err, test.leader); !errors.Is(err, ErrNotAvailable) || !holds(err, test.want) {
			t.Errorf("%v, leader %t: %q, want %q", test.err, test.leader, err, test.want)
		}
	}
	if err := explain(unix.EMFILE, true); errors.Is(err, ErrNotAvailable) || !errors.Is(err, unix.EMFILE) {
		t.Errorf("too many open files: %v", err)
	}
}

// software are events that every kernel counts itself.
var software = [groupSize]event{
	{unix.PERF_TYPE_SOFTWARE, unix.PERF_COUNT_SW_TASK_CLOCK, 0},
	{unix.PERF_TYPE_SOFTWARE, unix.PERF_COUNT_SW_PAGE_FAULTS, 0},
	{unix.PERF_TYPE_SOFTWARE, unix.PERF_COUNT_SW_CONTEXT_SWITCHES, 0},
	{unix.PERF_TYPE_SOFTWARE, unix.PERF_COUNT_SW_DUMMY, 0},
}

// TestGroup shows on any machine that a group is counted between Start and Stop
// only, and without allocating.
func TestGroup(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	c, err := open(software)
	if errors.Is(err, ErrNotAvailable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const pages = 64
	for range 100 {
		touch(t, pages) // while it does not count
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		touch(t, pages)
		v, err := c.Stop()
		if err != nil {
			t.Fatal(err)
		}
		clock, faults := v.UserInstructions, v.KernelInstructions
		if faults < pages || faults >= 2*pages || clock == 0 {
			t.Fatalf("%d page faults in %d ns, want %d", faults, clock, pages)
		}
	}
	if n := testing.AllocsPerRun(100, func() { err = errors.Join(err, c.try()) }); n != 0 || err != nil {
		t.Errorf("%v allocations, error %v", n, err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// touch causes so many page faults.
func touch(t *testing.T, pages int) {
	t.Helper()
	size := unix.Getpagesize()
	fresh, err := unix.Mmap(-1, 0, pages*size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		t.Fatal(err)
	}
	_ = unix.Madvise(fresh, unix.MADV_NOHUGEPAGE)
	for i := range pages {
		fresh[i*size] = 1
	}
	if err := unix.Munmap(fresh); err != nil {
		t.Fatal(err)
	}
}

// TestOpen holds the processor's counts against a loop of known length, if it
// counts at all.
func TestOpen(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	c, err := Open()
	if errors.Is(err, ErrNotAvailable) {
		t.Log(err)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const turns = 1_000_000
	once, twice := countLoop(t, c, turns), countLoop(t, c, 2*turns)
	t.Logf("%d turns: %+v", turns, once)
	t.Logf("%d turns: %+v", 2*turns, twice)
	more := twice.UserInstructions - once.UserInstructions
	if perTurn := float64(more) / turns; perTurn < 1.99 || perTurn > 6.01 {
		t.Errorf("%.3f instructions for each turn of a loop", perTurn)
	}
	if once.UserCycles == 0 || once.KernelInstructions == 0 || once.KernelCycles == 0 {
		t.Errorf("counted nothing: %+v", once)
	}
}

func countLoop(t *testing.T, c *Counters, turns int) Values {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	sum = loop(turns)
	v, err := c.Stop()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sum keeps the loop from being left out.
var sum int

// loop has two to six instructions a turn.
//
//go:noinline
func loop(turns int) (x int) {
	for i := range turns {
		x ^= i
	}
	return x
}

// TestBusy takes one group after another until the processor's counters are
// all taken. The one that is too many must say so, and disturb no other.
func TestBusy(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var taken []*Counters
	for range 32 {
		c, err := Open()
		if errors.Is(err, ErrNotAvailable) {
			t.Logf("%d groups: %v", len(taken), err)
			if len(taken) > 0 && !holds(err, busy) {
				t.Error(err)
			}
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		taken = append(taken, c)
	}
	for i, c := range taken {
		if v, err := c.Stop(); err != nil || v.UserInstructions == 0 {
			t.Errorf("group %d: %+v, %v", i, v, err)
		}
	}
}
