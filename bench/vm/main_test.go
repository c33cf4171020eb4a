package vm

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// The test binary has five roles: the init of a guest, the command in it, a
// fake QEMU, a process that runs a guest, and the tests.
func TestMain(m *testing.M) {
	if IsInit() {
		Init()
	}
	if os.Getenv(EnvGuest) != "" {
		os.Exit(commands[os.Args[1]](os.Args[2:]))
	}
	if fake := os.Getenv(envFake); fake != "" {
		os.Exit(fakes[fake]())
	}
	if os.Getenv(envParent) != "" {
		os.Setenv(envFake, "silent")
		Run(context.Background(), Config{Kernel: os.Args[1], Program: os.Args[2]})
		os.Exit(1)
	}
	var err error
	if crossDir, err = os.MkdirTemp("", "vm-test-"); err != nil {
		panic(err)
	}
	status := m.Run()
	os.RemoveAll(crossDir)
	os.Exit(status)
}

// crossDir has this test binary, built for other architectures.
var crossDir string

// commands are what the guests of the tests run.
var commands = map[string]func(args []string) int{
	"random": func(args []string) int {
		n, _ := strconv.Atoi(args[0])
		os.Stdout.Write(random(n))
		fmt.Fprintf(os.Stderr, "%x", sha256.Sum256(random(n)))
		return 0
	},
	"stderr": func(args []string) int {
		n, _ := strconv.Atoi(args[0])
		os.Stderr.Write(random(n))
		return 0
	},
	"arguments": func(args []string) int {
		json.NewEncoder(os.Stdout).Encode(toBytes(append(args, os.Getenv("ODD"))))
		return 0
	},
	"exit": func(args []string) int {
		n, _ := strconv.Atoi(args[0])
		return n
	},
	"kill": func([]string) int {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		return 0
	},
	"read": func(args []string) int {
		for _, name := range args {
			b, err := os.ReadFile(name)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 1
			}
			os.Stdout.Write(b)
		}
		return 0
	},
	"counter": func([]string) int {
		w := bufio.NewWriter(os.Stdout)
		defer w.Flush()
		for range 10000 {
			fmt.Fprintln(w, readCounter())
		}
		return 0
	},
	"hang": func([]string) int {
		time.Sleep(time.Hour)
		return 0
	},
	"panic": func([]string) int {
		if err := os.WriteFile("/proc/sysrq-trigger", []byte("c"), 0); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return 1
	},
}

// random returns the same n bytes each time.
func random(n int) []byte {
	b := make([]byte, n)
	io.ReadFull(rand.NewChaCha8([32]byte{1}), b)
	return b
}

const (
	envFake   = "VM_TEST_FAKE"   // which of the fakes to be
	envParent = "VM_TEST_PARENT" // be a process that runs a guest
	filePID   = "pid"            // where the silent fake says who it is
)

// fakes are fake QEMUs.
var fakes = map[string]func() int{
	"silent": func() int {
		os.WriteFile(filePID, fmt.Appendln(nil, os.Getpid()), 0o600)
		os.WriteFile(fileConsole, []byte("Booting\r\n\x1b[31mLast words\r\n"), 0o600)
		time.Sleep(time.Hour)
		return 0
	},
	"panics": func() int {
		os.WriteFile(fileConsole, []byte("Kernel panic - not syncing: No working init found.\r\n"), 0o600)
		return 0
	},
	"speaks": func() int {
		os.WriteFile(fileStdout, []byte("out"), 0o600)
		return 0
	},
	"version": func() int {
		fmt.Println("QEMU emulator version 7.2.22 (Debian)\nCopyright")
		return 0
	},
	"fails": func() int {
		fmt.Fprintln(os.Stderr, "qemu: invalid option")
		return 1
	},
	"lingers": func() int {
		os.WriteFile(fileStdout, []byte("out"), 0o600)
		os.WriteFile(fileControl, message{Status: new(7)}.encode(), 0o600)
		time.Sleep(time.Hour)
		return 0
	},
	"babbles": func() int {
		os.WriteFile(fileControl, []byte("what\n"), 0o600)
		return 0
	},
	"refuses": func() int {
		os.WriteFile(fileControl, message{Error: "mount proc on /proc: no such device"}.encode(), 0o600)
		return 0
	},
}

var errFullDisk = errors.New("disk full")

// fullDisk is a writer that fails.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFullDisk }
