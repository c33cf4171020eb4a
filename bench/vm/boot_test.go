package vm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// versions are the kernels to test on, those that `make test` fetches: whatever
// else is in the cache must not change what a test does.
func versions(arch string) []string {
	if arch == runtime.GOARCH {
		return []string{"6.1", "6.12"}
	}
	return []string{"6.12"}
}

// kernels runs a test on each of the versions, of all architectures.
func kernels(t *testing.T, test func(t *testing.T, c Config)) {
	t.Helper()
	if testing.Short() {
		t.Skip("boots guests, which takes seconds each")
	}
	t.Parallel()
	for _, a := range architectures {
		for _, version := range versions(a.name) {
			t.Run(version+"-"+a.name, func(t *testing.T) {
				t.Parallel()
				test(t, configFor(t, a, version))
			})
		}
	}
}

// configFor is a guest on a kernel; where that is not there, the test ends.
func configFor(t *testing.T, a *architecture, version string) Config {
	t.Helper()
	if _, err := a.findQEMU(); err != nil {
		missing(t, err.Error())
	}
	if !slices.Contains(a.cached(), version) {
		missing(t, "kernel "+version+" is not in the cache: scripts/kernel.sh --arch "+a.name+" "+version)
	}
	image, err := Resolve(t.Context(), version, a.name, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	return Config{Kernel: image.Path, Arch: image.Arch, Program: program(t, a)}
}

// program is this test binary, or what it is for another architecture.
func program(t *testing.T, a *architecture) string {
	t.Helper()
	path, err := os.Executable()
	if a.name != runtime.GOARCH {
		path, err = crossBuilt(a.name)
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := a.openProgram(path)
	if err != nil {
		missing(t, "the guests run this test binary: "+err.Error())
	}
	f.Close()
	return path
}

// crossBuilt builds this package's tests for another architecture, once.
func crossBuilt(arch string) (string, error) {
	buildOnce.Lock()
	defer buildOnce.Unlock()
	path := filepath.Join(crossDir, arch+".test")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	cmd := exec.Command("go", "test", "-c", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the tests for %s: %w\n%s", arch, err, out)
	}
	return path, nil
}

var buildOnce sync.Mutex

// missing skips the test, or fails it where everything is meant to be there.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("PROBECOST_REQUIRE_VM") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// boot runs a command of the tests in a guest.
func boot(t *testing.T, c Config, args ...string) (status int, stdout, stderr []byte) {
	t.Helper()
	var out, errs bytes.Buffer
	c.Args, c.Stdout, c.Stderr = args, &out, &errs
	started := time.Now()
	status, err := Run(t.Context(), c)
	if err != nil {
		t.Fatalf("%v\nstderr: %s", err, errs.Bytes())
	}
	t.Logf("%.1f s", time.Since(started).Seconds())
	return status, out.Bytes(), errs.Bytes()
}

func TestBootOutput(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		const size = 1 << 20
		status, stdout, stderr := boot(t, c, "random", fmt.Sprint(size))
		if status != 0 || !bytes.Equal(stdout, random(size)) {
			t.Errorf("status %d and %d bytes on stdout, which differ from the %d that were written", status, len(stdout), size)
		}
		if len(stderr) != 64 {
			t.Errorf("stderr is %q, want 64 digits", stderr)
		}
	})
}

func TestBootStderr(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		_, stdout, stderr := boot(t, c, "stderr", "100000")
		if len(stdout) != 0 || !bytes.Equal(stderr, random(100000)) {
			t.Errorf("%d bytes on stdout, %d on stderr, or they differ", len(stdout), len(stderr))
		}
	})
}

func TestBootArguments(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		args := []string{"", " ", `a "b" 'c' \ $HOME`, "zwei\nZeilen\r\t", "\xff\xfe", "--", "ü", strings.Repeat("x", 100000)}
		c.Env = []string{"ODD=a=b \xff'\""}
		_, stdout, _ := boot(t, c, append([]string{"arguments"}, args...)...)
		var got [][]byte
		if err := json.Unmarshal(stdout, &got); err != nil {
			t.Fatal(err)
		}
		if want := append(args, "a=b \xff'\""); !slices.Equal(toStrings(got), want) {
			t.Errorf("got  %.300q\nwant %.300q", toStrings(got), want)
		}
	})
}

func TestBootStatus(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		if status, _, _ := boot(t, c, "exit", "42"); status != 42 {
			t.Errorf("exit 42 came back as %d", status)
		}
		if status, _, _ := boot(t, c, "kill"); status != 128+9 {
			t.Errorf("death from signal 9 came back as %d", status)
		}
	})
}

func TestBootSystem(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		c.Files = map[string][]byte{"etc/probecost/greeting": []byte("hello\n")}
		status, stdout, stderr := boot(t, c, "read", "/etc/probecost/greeting",
			"/sys/kernel/tracing/events/task/task_rename/id", "/proc/self/mounts", "/proc/net/fib_trie")
		for _, want := range []string{"hello\n", "/sys/fs/bpf bpf", "tmpfs /dev/shm tmpfs", "debugfs /sys/kernel/debug", "127.0.0.1"} {
			if !strings.Contains(string(stdout), want) {
				t.Errorf("no %q in the guest: status %d\n%s%s", want, status, stdout, stderr)
			}
		}
		if len(stderr) != 0 {
			t.Errorf("warnings: %s", stderr)
		}
	})
}

// No kernel takes an argument of this length (MAX_ARG_STRLEN).
func TestBootArgumentTooLong(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		c.Args = []string{"arguments", strings.Repeat("x", 128<<10)}
		if _, err := Run(t.Context(), c); !errors.Is(err, ErrSetup) || !strings.Contains(err.Error(), "argument list too long") {
			t.Errorf("got %v, want %v: argument list too long", err, ErrSetup)
		}
	})
}

// The processor's counter says when each instruction runs, however busy the host is.
func TestBootDeterministic(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		c.Deterministic = true
		_, first, _ := boot(t, c, "counter")
		stop := keepBusy()
		_, second, _ := boot(t, c, "counter")
		stop()
		if !bytes.Equal(first, second) {
			t.Errorf("two runs differ: %.100q and %.100q", first, second)
		}
	})
}

// keepBusy takes all processors of the host.
func keepBusy() (stop func()) {
	var done atomic.Bool
	for range runtime.NumCPU() {
		go func() {
			for !done.Load() {
			}
		}()
	}
	return func() { done.Store(true) }
}

func TestBootHang(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		c.Args, c.Idle = []string{"hang"}, 5*time.Second
		if _, err := Run(t.Context(), c); !errors.Is(err, ErrHang) {
			t.Errorf("got %v, want %v", err, ErrHang)
		}
	})
}

func TestBootPanic(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		c.Args = []string{"panic"}
		_, err := Run(t.Context(), c)
		if !errors.Is(err, ErrPanic) || !strings.Contains(err.Error(), "Kernel panic") {
			t.Errorf("got %v, want a panic with the console's last lines", err)
		}
	})
}

func TestBootCancel(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		c.Args = []string{"hang"}
		if _, err := Run(ctx, c); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
		}
	})
}
