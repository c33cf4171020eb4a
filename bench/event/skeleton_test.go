package event

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
	"github.com/cilium/ebpf/link"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/sync/errgroup"

	"github.com/probecost/probecost/bench/vm"
)

// What the test binary does in a VM, where there is no compiler: print the
// skeletons for its kernel, and load the objects made from them on the host.
const (
	envRole     = "PROBECOST_EVENT_ROLE"
	roleSources = "sources"
	roleLoad    = "load"
	objects     = "objects" // folder in the VM
)

func TestMain(m *testing.M) {
	if vm.IsInit() {
		vm.Init()
	}
	var err error
	switch os.Getenv(envRole) {
	case roleSources:
		err = printSources(os.Stdout)
	case roleLoad:
		err = loadObjects(os.Stdout, "/"+objects)
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// perCategory is how many events of a category are tried; of system calls more.
const perCategory, callsTried = 1, 12

// sample are events of all categories, and those that the documents show.
func sample(s *Source) ([]Event, error) {
	list, err := s.List()
	if err != nil {
		return nil, err
	}
	tried := map[string]int{}
	var some []Event
	for _, e := range list {
		most := perCategory
		if e.Category == syscalls {
			most = callsTried
		}
		shown := slices.Contains([]string{"sched_switch", "task_rename", "sys_enter_fchmodat", "sys_exit_fchmodat", "tcp_retransmit_skb"}, e.Name)
		if tried[e.Category] < most && e.RawTracepoint != "" || shown {
			tried[e.Category]++
			some = append(some, e)
		}
	}
	return some, nil
}

// skeletonsOf are the skeletons for the sample, by the names "type-event.c". It
// says which event it is at: a guest that is silent for long has hung.
func skeletonsOf(s *Source, now io.Writer) (*txtar.Archive, error) {
	some, err := sample(s)
	if err != nil {
		return nil, err
	}
	archive := &txtar.Archive{}
	for _, e := range some {
		fmt.Fprintln(now, e)
		d, err := s.Describe(e.String())
		if err != nil {
			return nil, err
		}
		for _, typ := range SkeletonTypes() {
			i := slices.IndexFunc(d.Attach, func(a Attach) bool { return a.Type == typ })
			if i < 0 || typ == typeFentry && s.ambiguous(d.Attach[i].Function) {
				continue // the library that loads these refuses it
			}
			var text bytes.Buffer
			if err := s.Skeleton(&text, d, typ, ""); err != nil {
				return nil, fmt.Errorf("%s as %s: %w", e, typ, err)
			}
			archive.Files = append(archive.Files, txtar.File{Name: typ + "-" + e.Name + ".c", Data: text.Bytes()})
		}
	}
	return archive, nil
}

func printSources(w io.Writer) error {
	s, err := Open("", "")
	if err != nil {
		return err
	}
	defer s.Close()
	archive, err := skeletonsOf(s, w) // what comes before the files is comment
	if err != nil {
		return err
	}
	_, err = w.Write(txtar.Format(archive))
	return err
}

// compiler is the one that the objects in bpf/ are made with.
const compiler = "clang-14"

// compile compiles all sources into a folder.
func compile(t *testing.T, archive *txtar.Archive) (folder string) {
	t.Helper()
	folder = t.TempDir()
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	for _, f := range archive.Files {
		group.Go(func() error {
			cmd := exec.Command(compiler, "-O2", "-g", "-Wall", "-Werror", "-target", "bpf",
				"-x", "c", "-c", "-", "-o", filepath.Join(folder, strings.TrimSuffix(f.Name, ".c")+".o"))
			cmd.Stdin = bytes.NewReader(f.Data)
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("%s: %w\n%s\n%s", f.Name, err, out, f.Data)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return folder
}

// loadObjects loads and attaches each object of a folder, and says of each
// whether that worked.
func loadObjects(w io.Writer, folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.o"))
	if err != nil {
		return err
	}
	cache := btf.NewCache()
	for _, file := range files {
		result := "ok"
		if err := loadObject(file, cache); err != nil {
			result = fmt.Sprintf("failed: %q", err.Error())
		}
		fmt.Fprintf(w, "%s %s\n", strings.TrimSuffix(filepath.Base(file), ".o"), result)
	}
	return nil
}

func loadObject(file string, cache *btf.Cache) error {
	spec, err := ebpf.LoadCollectionSpec(file)
	if err != nil {
		return err
	}
	coll, err := ebpf.NewCollectionWithOptions(spec, ebpf.CollectionOptions{Cache: cache})
	if err != nil {
		return err
	}
	defer coll.Close()
	if len(coll.Programs) != 1 {
		return fmt.Errorf("%d programs", len(coll.Programs))
	}
	for name, prog := range coll.Programs {
		l, err := attachTo(spec.Programs[name].SectionName, prog)
		if err != nil {
			return fmt.Errorf("attach: %w", err)
		}
		if err := l.Close(); err != nil {
			return err
		}
	}
	return nil
}

// attachTo attaches a program as its section says.
func attachTo(section string, prog *ebpf.Program) (link.Link, error) {
	typ, target, _ := strings.Cut(section, "/")
	switch typ {
	case typeRaw:
		return link.AttachRawTracepoint(link.RawTracepointOptions{Name: target, Program: prog})
	case typeTracepoint:
		category, name, _ := strings.Cut(target, "/")
		return link.Tracepoint(category, name, prog, nil)
	case typeKprobe:
		return link.Kprobe(target, prog, nil)
	}
	return link.AttachTracing(link.TracingOptions{Program: prog})
}

// The least number of events per attach type that must compile and load. Of
// kprobes and fentry only some events have a function that is known.
var least = map[string]int{typeRaw: 30, typeTpBTF: 30, typeTracepoint: 30, typeKprobe: 15, typeFentry: 15}

// check counts the results, and tells what failed.
func check(t *testing.T, text string, types ...string) {
	t.Helper()
	loaded := map[string]int{}
	for line := range strings.Lines(text) {
		name, result, _ := strings.Cut(strings.TrimSpace(line), " ")
		typ, _, _ := strings.Cut(name, "-")
		if result == "ok" {
			loaded[typ]++
		} else {
			t.Errorf("%s: %s", name, result)
		}
	}
	t.Logf("loaded and attached: %v", loaded)
	for _, typ := range types {
		if loaded[typ] < least[typ] {
			t.Errorf("only %d events as %s, at least %d are wanted", loaded[typ], typ, least[typ])
		}
	}
}

var haveCompiler = sync.OnceValue(func() error { _, err := exec.LookPath(compiler); return err })

// TestSkeletons compiles skeletons for this kernel, and loads those of the
// attach types that it has.
func TestSkeletons(t *testing.T) {
	s := running(t)
	if err := haveCompiler(); err != nil {
		t.Skipf("%v: see TestSkeletonsInVM for where there is none", err)
	}
	archive, err := skeletonsOf(s, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool {
		return !strings.HasPrefix(f.Name, typeRaw) && !strings.HasPrefix(f.Name, typeTpBTF)
	})
	var text strings.Builder
	if err := loadObjects(&text, compile(t, archive)); err != nil {
		t.Fatal(err)
	}
	check(t, text.String(), typeRaw, typeTpBTF)
}

// TestGoldenCompiles compiles the skeletons for the synthetic arm64 kernel.
func TestGoldenCompiles(t *testing.T) {
	if err := haveCompiler(); err != nil {
		t.Skip(err)
	}
	files, err := filepath.Glob("testdata/*.c")
	if err != nil || len(files) != 2*len(SkeletonTypes()) {
		t.Fatalf("%q, %v", files, err)
	}
	archive := &txtar.Archive{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		archive.Files = append(archive.Files, txtar.File{Name: filepath.Base(file), Data: text})
	}
	compile(t, archive)
}

// TestSkeletonsInVM has the kernel of a VM describe itself, compiles here, and
// loads and attaches there: all attach types.
func TestSkeletonsInVM(t *testing.T) {
	if os.Getenv(vm.EnvGuest) != "" {
		t.Skip("in a VM already")
	}
	for _, kernel := range []string{"6.1", "6.12"} {
		t.Run(kernel, func(t *testing.T) {
			image, err := vm.Resolve(context.Background(), kernel, "", io.Discard)
			if err != nil || haveCompiler() != nil {
				if os.Getenv("PROBECOST_REQUIRE_VM") != "" {
					t.Fatal(errors.Join(err, haveCompiler()))
				}
				t.Skip(errors.Join(err, haveCompiler()))
			}
			archive := txtar.Parse([]byte(inVM(t, image.Path, roleSources, nil)))
			files := map[string][]byte{}
			folder := compile(t, archive)
			for _, f := range archive.Files {
				name := strings.TrimSuffix(f.Name, ".c") + ".o"
				if files[objects+"/"+name], err = os.ReadFile(filepath.Join(folder, name)); err != nil {
					t.Fatal(err)
				}
			}
			check(t, inVM(t, image.Path, roleLoad, files), SkeletonTypes()...)
		})
	}
}

func inVM(t *testing.T, image, role string, files map[string][]byte) string {
	t.Helper()
	var stdout, stderr strings.Builder
	status, err := vm.Run(t.Context(), vm.Config{
		Kernel: image, Env: []string{envRole + "=" + role}, Files: files, Stdout: &stdout, Stderr: &stderr,
	})
	if err != nil || status != 0 {
		t.Fatalf("%s: exit status %d, %v\n%s%s", role, status, err, stdout.String(), stderr.String())
	}
	return stdout.String()
}
