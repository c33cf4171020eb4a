package vm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// versions are the kernels to test on, those of `make kernels`: whatever else
// is in the cache must not change what a test does.
var versions = []string{"6.1", "6.12"}

// kernels runs a test on each of versions that is in the cache.
func kernels(t *testing.T, test func(t *testing.T, c Config)) {
	t.Helper()
	if testing.Short() {
		t.Skip("boots guests, which takes seconds each")
	}
	t.Parallel()
	if _, err := FindQEMU(); err != nil {
		missing(t, err.Error())
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if f, err := openProgram(program); err != nil {
		missing(t, "the guests run this test binary: "+err.Error())
	} else {
		f.Close()
	}
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			if !slices.Contains(Cached(), version) {
				missing(t, "kernel "+version+" is not in the cache: make kernels")
			}
			image, err := Resolve(t.Context(), version, os.Stderr)
			if err != nil {
				t.Fatal(err)
			}
			test(t, Config{Kernel: image})
		})
	}
}

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

// The time stamp counter says when each instruction runs, however busy the host is.
func TestBootDeterministic(t *testing.T) {
	kernels(t, func(t *testing.T, c Config) {
		c.Deterministic = true
		_, first, _ := boot(t, c, "tsc")
		stop := keepBusy()
		_, second, _ := boot(t, c, "tsc")
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
