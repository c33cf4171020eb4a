package object

import (
	"embed"
	"os"
	"path/filepath"
	"testing"
)

// The programs that the tests measure: those of the example, and those written
// as the authors of other projects write theirs.
//
//go:generate ../../examples/compile.sh ../../examples/agent/agent.bpf.c agent-old.bpf.o
//go:generate ../../examples/compile.sh ../../examples/agent/agent.bpf.c agent-new.bpf.o -DNEW
//go:generate ../../examples/compile.sh testdata/skeleton.bpf.c skeleton.bpf.o
//go:generate ../../examples/compile.sh testdata/bpf2go.bpf.c bpf2go.bpf.o
//go:generate ../../examples/compile.sh testdata/tool.bpf.c tool.bpf.o
//go:generate ../../examples/compile.sh testdata/globals.bpf.c globals.bpf.o
//go:generate ../../examples/compile.sh testdata/buffers.bpf.c buffers.bpf.o
//go:generate ../../examples/compile.sh testdata/tail.bpf.c tail.bpf.o
//go:generate ../../examples/compile.sh testdata/ways.bpf.c ways.bpf.o
//go:generate ../../examples/compile.sh testdata/faulty.bpf.c faulty.bpf.o
//go:generate ../../examples/compile.sh testdata/counter.bpf.c counter-old.bpf.o
//go:generate ../../examples/compile.sh testdata/counter.bpf.c counter-new.bpf.o -DNEW
//go:embed testdata/*.o
var compiled embed.FS

// objectPath is a file with what a source in testdata was compiled to, also
// where there is nothing but the test's binary.
func objectPath(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".bpf.o")
	if err := os.WriteFile(path, content(t, name), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func content(t testing.TB, name string) []byte {
	t.Helper()
	text, err := compiled.ReadFile("testdata/" + name + ".bpf.o")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// open opens what a source in testdata was compiled to.
func open(t testing.TB, name string) *Object {
	t.Helper()
	o, err := Open("", objectPath(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return o
}
