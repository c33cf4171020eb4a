package object

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench/attach"
)

func TestOpen(t *testing.T) {
	o := open(t, "skeleton")
	if diff := cmp.Diff([]string{"handle_comm", "handle_rename"}, o.Names()); diff != "" {
		t.Error(diff)
	}
	d := o.Describe()
	if d.File != "skeleton.bpf.o" || len(d.SHA256) != 64 || d.Set != nil {
		t.Errorf("%+v", d)
	}
	for name, want := range map[string]string{"handle_comm": "fentry __set_task_comm", "handle_rename": "tracepoint task:task_rename"} {
		p, err := o.Program(name)
		if got := p.Type.Name + " " + p.Target; err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, want)
		}
	}
	if _, err := open(t, "faulty").Program("packet"); !errors.Is(err, attach.ErrNoSuchSection) {
		t.Errorf("packet: %v", err)
	}
}

// stripped is an object without some of its sections.
func stripped(t *testing.T, name string, flags ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("llvm-objcopy-14"); err != nil {
		t.Skip("llvm-objcopy-14 is not there: make generate installs it")
	}
	path := objectPath(t, name)
	if out, err := exec.Command("llvm-objcopy-14", append(flags, path)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestOpenRefuses shows that what is no object, or not a whole one, is refused
// with what to do about it.
func TestOpenRefuses(t *testing.T) {
	self, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	whole := content(t, "globals")
	for _, test := range []struct {
		name, want string
		content    func(t *testing.T) []byte
	}{
		{"text", "no ELF file: give what clang -target bpf", func(*testing.T) []byte { return []byte("int main;") }},
		{"nothing", "no ELF file", func(*testing.T) []byte { return nil }},
		{"this test", "and not for BPF: compile it with clang -target bpf", func(*testing.T) []byte { return self }},
		{"the first half", "no ELF file", func(*testing.T) []byte { return whole[:len(whole)/2] }},
		{"its header", "no ELF file", func(*testing.T) []byte { return whole[:64] }},
		{"without symbols", "no symbols: strip it with llvm-strip -g", func(t *testing.T) []byte {
			return stripped(t, "globals", "--strip-all")
		}},
		{"without BTF", "no type information (BTF): compile it with -g", func(t *testing.T) []byte {
			return stripped(t, "buffers", "--remove-section=.BTF", "--remove-section=.BTF.ext", "--remove-section=.rel.BTF", "--remove-section=.rel.BTF.ext")
		}},
		{"without programs", `holds no program: one is a function with SEC("…")`, func(t *testing.T) []byte {
			return stripped(t, "counter-old", "--remove-section=raw_tp/bpf_trigger_tp", "--remove-section=.relraw_tp/bpf_trigger_tp",
				"--remove-section=.BTF.ext", "--remove-section=.rel.BTF.ext")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "object.o")
			if err := os.WriteFile(path, test.content(t), 0o600); err != nil {
				t.Fatal(err)
			}
			o, err := Open("", path)
			if o != nil || err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v, want one with %q and the path", err, test.want)
			}
		})
	}
	if _, err := Open("", filepath.Join(t.TempDir(), "none.o")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestOpenRefusesHuge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.o")
	if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, maxSize+1)); err != nil { // takes no room
		t.Fatal(err)
	}
	if _, err := Open("", path); err == nil || !strings.Contains(err.Error(), "more than 64 MiB: this is no BPF object") {
		t.Errorf("error %v", err)
	}
}

// FuzzParse shows that no file makes reading it panic, and that what is read has
// programs.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"counter-old", "tail", "faulty"} {
		text := content(f, name)
		f.Add(text)
		f.Add(text[:len(text)/2])
	}
	f.Add([]byte("\x7fELF"))
	f.Fuzz(func(t *testing.T, text []byte) {
		spec, err := parse(bytes.Clone(text))
		if err == nil && len(spec.Programs) == 0 {
			t.Error("neither programs nor an error")
		}
	})
}
