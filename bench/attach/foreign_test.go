package attach_test

import (
	"cmp"
	"os"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/features"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/foreign"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
)

// TestForeignFinds attaches in every way that this kernel has, to a second hook in
// the usual ways, and looks for it as for somebody else's; what is not on the hook
// it must not find.
func TestForeignFinds(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
	loader := attach.NewLoader()
	for _, w := range []workloads.Workload{workloads.TaskRename, workloads.Fchmodat} {
		if found := foreign.Find([]workloads.Hook{w.Hook}); len(found.Tracers) != 0 {
			t.Fatalf("somebody is on the hook of %s: %v", w.Name, found.Tracers)
		}
		for _, typ := range attach.All {
			if typ.HasProgram() && typ.Applies(w.Hook) && (typ.Usual || w.Name == workloads.TaskRename.Name) {
				t.Run(w.Name+"/"+typ.Name, func(t *testing.T) { testForeign(t, loader, typ, w) })
			}
		}
	}
}

func testForeign(t *testing.T, loader *attach.Loader, typ attach.Type, w workloads.Workload) {
	if support := loader.Check(typ, w); support.State != attach.Available {
		t.Skipf("this kernel cannot attach %s: %s", typ.Name, support.Reason)
	}
	p, err := loader.Load(typ, w, bpf.Empty)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err := p.Attach(); err != nil {
		t.Fatal(err)
	}
	found := foreign.Find([]workloads.Hook{w.Hook})
	if len(found.Tracers) != 1 || found.Tracers[0].Remedy == "" {
		t.Fatalf("found %+v, want one", found)
	}
	t.Logf("%v: %s", found.Tracers[0], found.Tracers[0].Remedy)
	if len(found.Unknown) != 0 {
		t.Errorf("not sure of %q", found.Unknown)
	}
	got := found.Tracers[0].What
	name := bpf.ProgramName(bpf.Empty.Name, cmp.Or(typ.Handlers, typ.Name))
	if typ.Program == ebpf.Tracing && typ.Expected != ebpf.AttachTraceRawTp && !namesTargets(t) {
		if got != "a tracer of functions" {
			t.Errorf("%q, where the kernel does not name the target of a trampoline", got)
		}
	} else if !strings.HasPrefix(got, "BPF program "+name+" (id ") {
		t.Errorf("%q is not its name", got)
	}
	if found := foreign.Find([]workloads.Hook{workloads.FibTableLookup.Hook}); len(found.Tracers) != 0 {
		t.Errorf("%v is not on the hook of fib_table_lookup", found.Tracers)
	}
}

// namesTargets says whether the kernel tells what a tracing link is on: since
// Linux 5.13.
func namesTargets(t *testing.T) bool {
	t.Helper()
	version, err := features.LinuxVersionCode()
	if err != nil {
		t.Fatal(err)
	}
	return version >= 5<<16|13<<8
}
