package tune_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench/tune"
	"github.com/probecost/probecost/bench/vm"
)

// kernels are those of `make kernels`: one that refuses to change some interrupts
// when it is told to, and does not see that this CPU has threads; and one that says
// before what cannot be changed, and sees them.
var kernels = []struct{ version, siblings string }{{"6.1", "3"}, {"6.12", "2-3"}}

// envSiblings has the threads that CPU 3 shares its core with, of a guest.
const envSiblings = "TUNE_TEST_SIBLINGS"

// TestInGuest boots a machine of two cores with two threads each, and runs
// TestRealMachine in it.
func TestInGuest(t *testing.T) {
	if testing.Short() {
		t.Skip("boots a guest, which takes seconds")
	}
	qemu, err := vm.FindQEMU()
	if err != nil {
		missing(t, err.Error())
	}
	// QEMU with the flags that package vm has for it, but for the CPUs.
	script := fmt.Sprintf("#!/bin/sh\nfor flag; do shift; [ \"$flag\" != 1 ] || flag=4,cores=2,threads=2; set -- \"$@\" \"$flag\"; done\nexec %s \"$@\"\n", qemu)
	wrapper := filepath.Join(t.TempDir(), "qemu")
	if err := os.WriteFile(wrapper, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PROBECOST_QEMU", wrapper)
	for _, k := range kernels {
		t.Run(k.version, func(t *testing.T) { inGuest(t, k.version, k.siblings) })
	}
}

func inGuest(t *testing.T, version, siblings string) {
	if !slices.Contains(vm.Cached(), version) {
		missing(t, "kernel "+version+" is not in the cache: make kernels")
	}
	image, err := vm.Resolve(t.Context(), version, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	status, err := vm.Run(t.Context(), vm.Config{
		Kernel: image, Args: []string{"-test.v", "-test.run=^TestRealMachine$"}, Stdout: &out, Stderr: &out,
		Env: []string{envSiblings + "=" + siblings},
	})
	if err != nil || status != 0 || !strings.Contains(out.String(), "--- PASS: TestRealMachine") {
		t.Errorf("status %d, %v\n%s", status, err, out.Bytes())
	}
	t.Log(out.String())
}

// missing skips the test, or fails it where everything is meant to be there.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("PROBECOST_REQUIRE_VM") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// tuned are files that tuning changes, and those that follow from them.
var tuned = []string{
	"proc/irq/default_smp_affinity", "proc/irq/*/smp_affinity", "proc/irq/*/smp_affinity_list",
	"proc/sys/kernel/nmi_watchdog", "sys/devices/system/cpu/online",
	"sys/devices/system/cpu/cpu*/online", "sys/devices/system/cpu/cpu*/topology/thread_siblings_list",
	"sys/devices/system/cpu/cpu*/cpuidle/state*/disable", "run/probecost",
}

// values are what is in these files.
func values(t *testing.T, root fs.FS) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range tuned {
		names, err := fs.Glob(root, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, _ := fs.ReadFile(root, name)
			all[name] = strings.TrimSpace(string(text))
		}
	}
	return all
}

// TestRealMachine tunes the machine that it runs on, for the last of its CPUs, if
// that is a guest, and undoes it.
func TestRealMachine(t *testing.T) {
	if os.Getenv(vm.EnvGuest) == "" {
		t.Skip("not in a guest: TestInGuest runs this in one")
	}
	s := mustOpen(t, "/")
	if _, err := os.Stat("/sys/devices/system/cpu/cpu3/online"); err != nil {
		t.Skip("this guest has fewer than four CPUs")
	}
	last := []int{3}
	before := values(t, s.Root.FS())
	o, err := s.On(t.Context(), last)
	if err != nil || len(o.Failed) > 0 || o.Changed < 3 {
		t.Fatalf("on: %+v, %v", o, err)
	}
	now := values(t, s.Root.FS())
	want := map[string]string{"sys/devices/system/cpu/online": "0-3", "proc/irq/default_smp_affinity": "7"}
	if os.Getenv(envSiblings) == "2-3" {
		want = map[string]string{"sys/devices/system/cpu/online": "0-1,3", "proc/irq/default_smp_affinity": "3"}
	}
	if got := before["sys/devices/system/cpu/cpu3/topology/thread_siblings_list"]; got != os.Getenv(envSiblings) {
		t.Errorf("CPU 3 has the siblings %q", got)
	}
	for name, want := range want {
		if now[name] != want {
			t.Errorf("/%s is %q, want %q", name, now[name], want)
		}
	}
	for name, list := range now {
		info, err := os.Stat("/" + name)
		if err != nil {
			t.Fatal(err)
		}
		kept := info.Mode()&0o222 == 0 || strings.Contains(strings.Join(o.Kept, "\n"), name)
		if strings.HasSuffix(name, "smp_affinity_list") && strings.Contains(list, "3") && !kept {
			t.Errorf("/%s is %s, with the bench CPU", name, list)
		}
	}
	t.Logf("on: %+v", o)
	look, err := tune.Look(s.Root.FS(), last)
	if err != nil {
		t.Fatal(err)
	}
	var says bytes.Buffer
	if err := look.WriteText(io.MultiWriter(&says, t.Output())); err != nil || strings.Contains(says.String(), "not as they should be") {
		t.Errorf("%v: the status has something to complain of", err)
	}
	if o, err = s.Off(t.Context()); err != nil || len(o.Failed) > 0 {
		t.Errorf("off: %+v, %v", o, err)
	}
	if diff := cmp.Diff(before, values(t, s.Root.FS())); diff != "" {
		t.Errorf("after (-before +after):\n%s", diff)
	}
}
