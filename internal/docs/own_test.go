package docs

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// haveVM says whether QEMU and the kernel of the example are there. CI must not
// pass without them.
func haveVM() bool {
	if os.Getenv("PROBECOST_REQUIRE_VM") != "" {
		return true
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return false
	}
	_, noKernel := os.Stat(cache + "/probecost/kernels/6.12/vmlinuz")
	_, noQEMU := exec.LookPath("qemu-system-x86_64")
	return noKernel == nil && noQEMU == nil
}

// TestExampleCommands carries out the commands of the example, run with a few
// blocks: they measure it, whatever comes of that on a busy machine.
func TestExampleCommands(t *testing.T) {
	found := 0
	for _, ws := range commands(read(t, example+"/README.md")) {
		if len(ws) < 2 || ws[0] != "bin/probecost" {
			continue
		}
		found++
		t.Run(strings.Join(ws[1:], " "), func(t *testing.T) {
			args := append(slices.Clone(ws[1:]), "--out", t.TempDir())
			if ws[1] == "run" {
				args = append(args, "--blocks", "7")
			}
			if ws[1] == "run" && os.Geteuid() != 0 {
				t.Skip("not root: BPF programs cannot be loaded")
			}
			if ws[1] == "count" && !haveVM() {
				t.Skip("QEMU or the kernel 6.12 is not there: make kernels")
			}
			out, err := execute(t, args...)
			if status := exitStatus(t, err); !slices.Contains([]int{0, 3, 4, 5}, status) {
				t.Errorf("exit status %d\n%s", status, out)
			}
		})
	}
	if found != 3 {
		t.Errorf("%d commands found, want 3: are they where they were?", found)
	}
}

func exitStatus(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit == nil {
		return 0
	}
	return exit.ExitCode()
}

// TestExamplePrints makes the example and compares with what its README shows,
// but for the figures, which move when the distribution builds a kernel anew.
func TestExamplePrints(t *testing.T) {
	if !haveVM() {
		t.Skip("QEMU or the kernel 6.12 is not there: make kernels")
	}
	const objects = "=" + example + "/agent-"
	out, err := execute(t, "count", "--kernel", "6.12", "--workload", "task_rename",
		"--object", "old"+objects+"old.bpf.o", "--object", "new"+objects+"new.bpf.o", "--out", t.TempDir())
	if status := exitStatus(t, err); status != 3 {
		t.Errorf("exit status %d\n%s", status, out)
	}
	figures := func(text string) string { return regexp.MustCompile(` *\d+`).ReplaceAllString(text, " N") }
	shown := code(read(t, example+"/README.md"), "text")
	if len(shown) != 1 || !strings.Contains(figures(out), figures(shown[0])) {
		t.Errorf("the README shows %s\nprinted is\n%s", shown, out)
	}
}
