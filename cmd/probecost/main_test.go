package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/probecost/probecost/bench/vm"
)

// TestMain lets the test binary be the program: for scripts, and as init of a
// virtual machine.
func TestMain(m *testing.M) {
	if vm.IsInit() {
		vm.Init()
	}
	testscript.Main(m, map[string]func(){"probecost": main, "init": main, "oldbuild": fakeBuild(false), "newbuild": fakeBuild(true)})
}

// TestScripts runs the program as its users do. The scripts are their
// documentation: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:       "testdata/script",
		Condition: condition,
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"HOME", "XDG_CACHE_HOME"} { // where the kernels are
				env.Setenv(name, os.Getenv(name))
			}
			project, err := filepath.Abs("../..")
			env.Setenv("PROJECT", project)
			env.Setenv("PROBECOST", "/proc/self/exe")
			return err
		},
	})
}

// condition is what a script may make a line depend on: [root], [vm].
func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Geteuid() == 0, nil
	case "vm":
		return haveVM(), nil
	}
	return false, errors.New("unknown condition")
}

// haveVM says whether QEMU and the default kernels are there. CI must not pass
// without them.
func haveVM() bool {
	if os.Getenv("PROBECOST_REQUIRE_VM") != "" {
		return true
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return false
	}
	for _, version := range []string{"6.1", "6.12"} {
		if _, err := os.Stat(cache + "/probecost/kernels/" + version + "/vmlinuz"); err != nil {
			return false
		}
	}
	_, err = exec.LookPath("qemu-system-x86_64")
	return err == nil
}

// exits runs a command and checks its exit status, which may be one of several:
// exits 0,4,5 COMMAND…. A short measurement on a busy machine may be invalid or
// inconclusive.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS[,STATUS…] COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if !slices.Contains(strings.Split(args[0], ","), strconv.Itoa(got)) {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}
