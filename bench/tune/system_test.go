package tune_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench/fake/machines"
	"github.com/probecost/probecost/bench/tune"
)

const saved = "run/probecost/tune.jsonl"

// copied is a copy of the AMD machine in a folder, of which CPU 7 is the bench
// CPU.
func copied(t *testing.T) (folder string, s *tune.System) {
	t.Helper()
	folder = t.TempDir()
	if err := machines.Write("amd-boost", folder); err != nil {
		t.Fatal(err)
	}
	s, err := tune.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return folder, s
}

var bench = []int{7}

// tree is all that is in a folder.
func tree(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var text []byte
			text, err = os.ReadFile(filepath.Join(folder, name))
			files[name] = string(text)
		} else if name == "run/probecost" {
			files[name] = "a folder"
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// status is what a machine says of itself.
func status(t *testing.T, s *tune.System) string {
	t.Helper()
	now, err := tune.Look(s.Root.FS(), bench)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := now.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func on(t *testing.T, s *tune.System) tune.Outcome {
	t.Helper()
	o, err := s.On(t.Context(), bench)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func off(t *testing.T, s *tune.System) tune.Outcome {
	t.Helper()
	o, err := s.Off(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestOnAndOff(t *testing.T) {
	folder, s := copied(t)
	before := tree(t, folder)
	if says := status(t, s); !strings.HasPrefix(says, "CPU 7: not tuned: `probecost tune on` changes 17 files") {
		t.Errorf("before: %s", says)
	}
	if o := on(t, s); o.Changed != 17 || len(o.Kept)+len(o.Failed) > 0 {
		t.Errorf("on: %+v", o)
	}
	tuned := tree(t, folder)
	for path, want := range map[string]string{
		"sys/devices/system/cpu/cpufreq/policy0/scaling_governor": "performance\n",
		"sys/devices/system/cpu/cpufreq/boost":                    "0\n",
		"sys/devices/system/cpu/cpu7/cpuidle/state2/disable":      "1\n",
		"sys/devices/system/cpu/cpu6/cpuidle/state2/disable":      "0\n",
		"sys/devices/system/cpu/cpu3/online":                      "0\n",
		"sys/devices/system/cpu/cpu7/online":                      "1\n",
		"proc/irq/25/smp_affinity_list":                           "0-2,4-6\n",
		"proc/irq/default_smp_affinity":                           "77\n",
	} {
		if tuned[path] != want {
			t.Errorf("/%s is %q, want %q", path, tuned[path], want)
		}
	}
	if says := status(t, s); !strings.Contains(says, "CPU 7: tuned since ") || !strings.Contains(says, "17 files changed: `probecost tune off` restores what was") {
		t.Errorf("tuned: %s", says)
	}

	// A second time changes nothing, least of all what was saved.
	if o := on(t, s); o.Changed != 0 {
		t.Errorf("on again: %+v", o)
	}
	if diff := cmp.Diff(tuned, tree(t, folder)); diff != "" {
		t.Errorf("on again (-first +second):\n%s", diff)
	}
	if _, err := s.On(t.Context(), []int{1}); err == nil || !strings.Contains(err.Error(), "tuned for CPU 7: undo that first: probecost tune off") {
		t.Errorf("on for another CPU: %v", err)
	}

	if _, err := s.On(t.Context(), []int{99}); err == nil || !strings.Contains(err.Error(), "CPU 99 is not online: there are 0-7") {
		t.Errorf("on for a CPU that there is not: %v", err)
	}

	if o := off(t, s); o.Changed != 17 || len(o.Kept)+len(o.Failed) > 0 {
		t.Errorf("off: %+v", o)
	}
	if diff := cmp.Diff(before, tree(t, folder)); diff != "" {
		t.Errorf("after (-before +after):\n%s", diff)
	}
	if _, err := s.Off(t.Context()); !errors.Is(err, tune.ErrNotTuned) {
		t.Errorf("off again: %v", err)
	}
}

// TestSaveComesFirst shows that at every change what was there is saved, and
// that what was changed last is restored first.
func TestSaveComesFirst(t *testing.T) {
	folder, s := copied(t)
	set := s.Set
	var order []string
	s.Set = func(path, value string) error {
		was := strings.TrimSpace(tree(t, folder)[path])
		if line := `{"value":{"path":"` + path + `","was":"` + was + `"}}`; !strings.Contains(tree(t, folder)[saved], line+"\n") {
			t.Errorf("/%s is changed before %s is saved", path, line)
		}
		order = append(order, path)
		return set(path, value)
	}
	on(t, s)
	changed := order
	order = nil
	s.Set = func(path, value string) error { order = append(order, path); return set(path, value) }
	off(t, s)
	slices.Reverse(order)
	if diff := cmp.Diff(changed, order); diff != "" {
		t.Errorf("not restored backwards:\n%s", diff)
	}
}

// TestRefused has files that cannot be changed: the others are, both ways.
func TestRefused(t *testing.T) {
	folder, s := copied(t)
	before := tree(t, folder)
	set := s.Set
	refuse := map[string]error{
		"proc/irq/1/smp_affinity_list":         syscall.EPERM,
		"proc/irq/24/smp_affinity_list":        syscall.EIO, // the kernel's own, before 6.12
		"sys/devices/system/cpu/cpufreq/boost": syscall.EIO,
		"sys/devices/system/cpu/cpu3/online":   nil, // takes it and does nothing
	}
	s.Set = func(path, value string) error {
		if err, refused := refuse[path]; refused {
			return err
		}
		return set(path, value)
	}
	o := on(t, s)
	want := tune.Outcome{Changed: 13,
		Kept: []string{"/proc/irq/24/smp_affinity_list is 0-7, not 0-2,4-6: the kernel manages it by itself"},
		Failed: []string{
			"/sys/devices/system/cpu/cpufreq/boost is 1, not 0: input/output error",
			"/proc/irq/1/smp_affinity_list is 0-7, not 0-2,4-6: operation not permitted",
			"/sys/devices/system/cpu/cpu3/online is 1, not 0: it holds 1 after 0 was written",
		}}
	if diff := cmp.Diff(want, o); diff != "" {
		t.Errorf("on (-want +got):\n%s", diff)
	}
	if says := status(t, s); !strings.Contains(says, "16 files changed, 3 files not as they should be (see below)") {
		t.Errorf("tuned: %s", says)
	}

	// What is refused on the way back stays saved until it is not.
	refuse = map[string]error{"sys/devices/system/cpu/cpufreq/policy3/scaling_governor": syscall.EBUSY}
	o = off(t, s)
	if want := []string{"/sys/devices/system/cpu/cpufreq/policy3/scaling_governor was schedutil: device or resource busy"}; !slices.Equal(o.Failed, want) || o.Changed != 12 {
		t.Errorf("off: %+v, want %q", o, want)
	}
	if says := status(t, s); !strings.Contains(says, "tuned in part since ") {
		t.Errorf("half restored: %s", says)
	}
	refuse = nil
	if o := off(t, s); o.Changed != 1 || len(o.Failed) > 0 {
		t.Errorf("off again: %+v", o)
	}
	if diff := cmp.Diff(before, tree(t, folder)); diff != "" {
		t.Errorf("after (-before +after):\n%s", diff)
	}
}

// TestGone unplugs a device while the machine is tuned.
func TestGone(t *testing.T) {
	folder, s := copied(t)
	before := tree(t, folder)
	on(t, s)
	if err := os.RemoveAll(filepath.Join(folder, "proc/irq/24")); err != nil {
		t.Fatal(err)
	}
	o := off(t, s)
	if want := []string{"/proc/irq/24/smp_affinity_list was 0-7: it is gone"}; !slices.Equal(o.Kept, want) || len(o.Failed) > 0 {
		t.Errorf("off: %+v", o)
	}
	maps.DeleteFunc(before, func(name, _ string) bool { return strings.HasPrefix(name, "proc/irq/24/") })
	if diff := cmp.Diff(before, tree(t, folder)); diff != "" {
		t.Errorf("after (-before +after):\n%s", diff)
	}
}

// TestInterrupted ends both ways with Ctrl-C at every change in turn.
func TestInterrupted(t *testing.T) {
	for at := range 17 {
		folder, s := copied(t)
		before := tree(t, folder)
		set, left := s.Set, 0
		ctx, cancel := context.WithCancel(t.Context())
		s.Set = func(path, value string) error {
			if left--; left < 0 {
				cancel()
			}
			return set(path, value)
		}
		left = at
		if _, err := s.On(ctx, bench); at < 16 && (!errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "probecost tune off restores")) {
			t.Errorf("on, ended at change %d: %v", at, err)
		}
		left = 100
		on(t, s) // goes on
		ctx, cancel = context.WithCancel(t.Context())
		left = at
		if _, err := s.Off(ctx); at < 16 && (!errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "probecost tune off goes on")) {
			t.Errorf("off, ended at change %d: %v", at, err)
		}
		left = 100
		if at < 16 {
			off(t, s)
		}
		if diff := cmp.Diff(before, tree(t, folder)); diff != "" {
			t.Errorf("after change %d (-before +after):\n%s", at, diff)
		}
		cancel()
	}
}

// TestSavedByOthers has a file of what was saved that cannot be relied on.
func TestSavedByOthers(t *testing.T) {
	folder, s := copied(t)
	if err := os.MkdirAll(filepath.Join(folder, "run/probecost"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(folder, "run/probecost"), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := s.On(t.Context(), bench); err == nil || !strings.Contains(err.Error(), "others can write to it") {
		t.Errorf("a folder for everybody: %v", err)
	}
	if err := os.Chmod(filepath.Join(folder, "run/probecost"), 0o700); err != nil {
		t.Fatal(err)
	}
	boot := strings.TrimSpace(tree(t, folder)["proc/sys/kernel/random/boot_id"])
	for text, want := range map[string]string{
		`{"tuned":{"schema":2,"boot":"` + boot + `"}}` + "\n":     "schema 2 is not known",
		`{"tuned":{"schema":1,"boot":"` + boot + `"}}` + "\nno\n": "line 2: invalid character",
	} {
		if err := os.WriteFile(filepath.Join(folder, saved), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Off(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
		if _, err := s.On(t.Context(), bench); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	// What was saved before the machine was started again is void, and nothing
	// outside of the root folder can be named.
	for text, want := range map[string]string{
		`{"tuned":{"schema":1,"boot":"another"}}` + "\n" + `{"value":{"path":"proc/irq/1/smp_affinity_list","was":"5"}}` + "\n":                       "not tuned",
		`{"tuned":{"schema":1,"boot":"` + boot + `"}}` + "\n" + `{"value":{"path":"../` + filepath.Base(folder) + `/proc/loadavg","was":"x"}}` + "\n": "path escapes",
	} {
		if err := os.WriteFile(filepath.Join(folder, saved), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		o, err := s.Off(t.Context())
		if err != nil {
			o.Failed = append(o.Failed, err.Error())
		}
		if !strings.Contains(strings.Join(o.Failed, " "), want) {
			t.Errorf("%s: %+v, want %q", text, o, want)
		}
	}
}
