package vm

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// envAMD64 names another QEMU for guests of amd64, which are those of the tests
// with a fake one.
const envAMD64 = envQEMU + "AMD64"

// useFake makes the test binary QEMU, and sets the folder for temporary files,
// which has to be empty at the end.
func useFake(t *testing.T, fake string) Config {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv(envAMD64, self)
	t.Setenv(envFake, fake)
	t.Cleanup(func() {
		if found := left(t, dir); len(found) > 0 {
			t.Errorf("left behind: %v", found)
		}
	})
	return Config{Arch: amd64.name, Kernel: writeFile(t, compressed(t, tinyKernel(pvhNote), "zstd")), Program: writeFile(t, tinyKernel(0))}
}

// left are the folders of guests that are still in a folder.
func left(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "probecost-vm-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func writeFile(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRunFailures(t *testing.T) {
	for fake, test := range map[string]struct {
		want error
		text string
	}{
		"silent":  {ErrHang, "nothing came from it for 2s; its console showed last:\n\tBooting\n\t[31mLast words"},
		"panics":  {ErrPanic, "showed last:\n\tKernel panic - not syncing: No working init found."},
		"fails":   {nil, "exit status 1: qemu: invalid option"},
		"babbles": {nil, `got "what"`},
		"refuses": {ErrSetup, "mount proc on /proc: no such device; its console is empty"},
	} {
		t.Run(fake, func(t *testing.T) {
			c := useFake(t, fake)
			if fake == "silent" {
				c.Idle = 2 * time.Second // and not sooner than it has spoken
			}
			_, err := Run(t.Context(), c)
			if err == nil || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) {
				t.Errorf("got %v\nwant %v with %q", err, test.want, test.text)
			}
			if err != nil && !strings.Contains(err.Error(), c.Kernel) {
				t.Errorf("%v: does not say which kernel", err)
			}
		})
	}
}

func TestRunCancel(t *testing.T) {
	c := useFake(t, "silent")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 200*time.Millisecond, errFullDisk)
	defer cancel()
	if _, err := Run(ctx, c); !errors.Is(err, errFullDisk) {
		t.Errorf("got %v, want the cause of the cancellation", err)
	}
}

// A QEMU that stays once the exit status has come is ended.
func TestRunLingers(t *testing.T) {
	c := useFake(t, "lingers")
	var stdout bytes.Buffer
	c.Stdout = &stdout
	defer func(d time.Duration) { grace = d }(grace)
	grace = 200 * time.Millisecond
	if status, err := Run(t.Context(), c); status != 7 || err != nil || stdout.String() != "out" {
		t.Errorf("got %d, %v, %q; want 7 and %q", status, err, stdout.String(), "out")
	}
}

func TestRunCannotPassOn(t *testing.T) {
	for _, fake := range []string{"lingers", "speaks"} { // QEMU is there still, or not
		t.Run(fake, func(t *testing.T) {
			c := useFake(t, fake)
			c.Stdout = fullDisk{}
			if _, err := Run(t.Context(), c); !errors.Is(err, errFullDisk) {
				t.Errorf("got %v, want %v", err, errFullDisk)
			}
		})
	}
}

func TestDescribe(t *testing.T) {
	useFake(t, "version")
	got, err := Describe(t.Context(), Config{Arch: amd64.name, Deterministic: true})
	const want = "QEMU emulator version 7.2.22 (Debian) -accel tcg -cpu qemu64 -smp 1 -m 512" +
		" -nodefaults -no-user-config -display none -no-reboot" +
		" -icount shift=2,sleep=off -seed 1 -rtc base=2026-01-01,clock=vm" +
		" -append 'console=ttyS0 quiet panic=-1 reboot=t tsc_early_khz=1000000 tsc=reliable nokaslr norandmaps randomize_kstack_offset=off'"
	if got != want || err != nil {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	got, err = Describe(t.Context(), Config{Arch: amd64.name})
	if err != nil || strings.Contains(got, "icount") || strings.Contains(got, "tsc") {
		t.Errorf("a functional guest has the clock of a deterministic one: %s, %v", got, err)
	}
}

func TestRunRefuses(t *testing.T) {
	good := useFake(t, "fails")
	dynamic := tinyKernel(0)
	dynamic[64] = 3 // PT_INTERP
	for name, test := range map[string]struct {
		change func(*Config)
		want   error
		text   string
	}{
		"no kernel":     {func(c *Config) { c.Kernel = "/nonexistent" }, os.ErrNotExist, "read kernel image"},
		"not a kernel":  {func(c *Config) { c.Kernel = c.Program }, nil, "CONFIG_PVH"},
		"a folder":      {func(c *Config) { c.Kernel = t.TempDir() }, syscall.EISDIR, "read kernel image"},
		"no program":    {func(c *Config) { c.Program = "/nonexistent" }, os.ErrNotExist, "read the program"},
		"a script":      {func(c *Config) { c.Program = writeFile(t, []byte("#!/bin/sh\n")) }, ErrNotStatic, "CGO_ENABLED=0"},
		"dynamic":       {func(c *Config) { c.Program = writeFile(t, dynamic) }, ErrNotStatic, "linked dynamically"},
		"zero byte":     {func(c *Config) { c.Args = []string{"a\x00b"} }, nil, "zero byte"},
		"file outside":  {func(c *Config) { c.Files = map[string][]byte{"../x": nil} }, nil, `file "../x"`},
		"file is taken": {func(c *Config) { c.Files = map[string][]byte{"init": nil} }, nil, `file "init"`},
	} {
		c := good
		test.change(&c)
		_, err := Run(t.Context(), c)
		if err == nil || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%s: got %v, want %v with %q", name, err, test.want, test.text)
		}
	}
}

func TestNoQEMU(t *testing.T) {
	c := useFake(t, "")
	t.Setenv(envAMD64, "")
	t.Setenv("PATH", t.TempDir())
	if _, err := Run(t.Context(), c); !errors.Is(err, ErrNoQEMU) || !strings.Contains(err.Error(), "qemu-system-x86") {
		t.Errorf("got %v, want %v and the package", err, ErrNoQEMU)
	}
	t.Setenv(envAMD64, "/nonexistent/qemu")
	if _, err := Run(t.Context(), c); err == nil || !strings.Contains(err.Error(), envAMD64+"=/nonexistent/qemu") {
		t.Errorf("got %v, want the variable that is wrong", err)
	}
}

// QEMU ends with this program, even when that is killed.
func TestQEMUDiesWithParent(t *testing.T) {
	c := useFake(t, "silent")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	parent := exec.Command(self, c.Kernel, c.Program)
	parent.Env = append(os.Environ(), envFake+"=", envParent+"=1")
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	qemu := waitForPID(t)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	parent.Wait()
	defer os.RemoveAll(left(t, os.TempDir())[0]) // nobody is left to do it
	for range 200 {
		if !alive(qemu) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("QEMU, process %d, outlives its parent", qemu)
	syscall.Kill(qemu, syscall.SIGKILL)
}

// waitForPID waits until the fake QEMU has said which process it is.
func waitForPID(t *testing.T) int {
	t.Helper()
	for range 500 {
		if dirs := left(t, os.TempDir()); len(dirs) == 1 {
			b, _ := os.ReadFile(filepath.Join(dirs[0], filePID))
			if pid, err := strconv.Atoi(strings.TrimSpace(string(b))); err == nil {
				return pid
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the fake QEMU did not start")
	return 0
}

// alive says whether a process runs; one that nobody has waited for does not.
func alive(pid int) bool {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && !bytes.Contains(b, []byte(") Z "))
}
