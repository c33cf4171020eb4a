package attach

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
)

// TestEveryTypeHasItsHandlers shows that each workload's object has a program for
// every handler and attach type that go together, and that none is missing whose
// fields are to be had.
func TestEveryTypeHasItsHandlers(t *testing.T) {
	for _, w := range workloads.All {
		spec, err := w.Spec()
		if err != nil {
			t.Fatal(err)
		}
		for _, typ := range All {
			if !typ.HasProgram() || !typ.Applies(w.Hook) {
				continue
			}
			for _, h := range []bpf.Handler{bpf.Empty, bpf.Count, bpf.Fields} {
				name := bpf.ProgramName(h.Name, typ.handlers())
				prog := spec.Programs[name]
				if prog == nil {
					if typ.Lacks(h, w.Hook) == "" {
						t.Errorf("%s: no program %s", w.Name, name)
					}
					continue
				}
				if prog.Type != typ.Program || prog.AttachType != typ.Expected {
					t.Errorf("%s: %s is %v/%v, want %v/%v", w.Name, name, prog.Type, prog.AttachType, typ.Program, typ.Expected)
				}
			}
		}
	}
}

func TestLacks(t *testing.T) {
	rename, read := workloads.TaskRename.Hook, workloads.UrandomRead.Hook
	for _, test := range []struct {
		typ  Type
		h    bpf.Handler
		hook workloads.Hook
		want string // a part of the reason
	}{
		{Kprobe, bpf.Fields, rename, ""},
		{Kretprobe, bpf.Count, rename, ""},
		{Kretprobe, bpf.Fields, rename, "the function's result and not its arguments"},
		{Kretprobe, bpf.Fields, read, "the function's result and not its arguments"},
		{Fexit, bpf.Fields, rename, "does not find the old name"},
		{Fexit, bpf.Count, rename, ""},
		{Fexit, bpf.Fields, read, ""},
		{Fsession, bpf.Fields, rename, "does not find the old name"},
		{KprobeSession, bpf.Fields, rename, ""},
		{Base, bpf.Fields, rename, ""},
	} {
		if got := test.typ.Lacks(test.h, test.hook); !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%s lacks %s: %q, want %q", test.typ.Name, test.h.Name, got, test.want)
		}
	}
}

func TestAbout(t *testing.T) {
	if got, want := KprobeMulti.About(), KprobeMulti.Summary+"; Linux 5.18, CONFIG_FPROBE"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Base.About(); got != Base.Summary {
		t.Errorf("%q", got)
	}
}

// cites is "Requires Linux 5.18 (0dcac2725406", as the comment of each type says
// since when there is such a thing.
var cites = regexp.MustCompile(`Requires Linux\s+(?://\s+)?([0-9.]+)(?:\s+(?://\s+)?\([0-9a-f]{12} )`)

// TestTypesCiteTheirKernel shows that each type's file says which kernel has it
// first, with the commit, and that the version is the one that is looked for.
func TestTypesCiteTheirKernel(t *testing.T) {
	for _, typ := range All {
		if !typ.HasProgram() {
			continue
		}
		file := strings.ReplaceAll(typ.Name, ".", "_") + ".go"
		text, err := os.ReadFile(file)
		if os.Getenv("PROBECOST_VM") != "" {
			t.Skip("the sources are not in the virtual machine")
		}
		if err != nil {
			t.Error(err)
			continue
		}
		m := cites.FindStringSubmatch(string(text))
		if m == nil {
			t.Errorf("%s cites no version and commit", file)
		} else if typ.Since != "" && m[1] != typ.Since {
			t.Errorf("%s cites Linux %s, and looks for %s", file, m[1], typ.Since)
		}
	}
}
