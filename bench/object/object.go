// Package object holds programs of the user's own: reads the ELF file that they
// were compiled into, and loads, attaches and drains them so that they can be
// measured as the handlers are.
package object

import (
	"bytes"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// maxSize bounds the file: the largest agents come to a few megabytes.
const maxSize = 64 << 20

// Object is an ELF file of BPF programs, read and not loaded.
type Object struct {
	Label string // what tells it from other objects; "" if there are none
	path  string
	sum   string // SHA-256, hexadecimal
	set   []string
	spec  *ebpf.CollectionSpec
}

// Open reads an object. The error says what is wrong with the file.
func Open(label, path string) (*Object, error) {
	content, err := read(path)
	if err != nil {
		return nil, err
	}
	spec, err := parse(content)
	if err != nil {
		return nil, fmt.Errorf("object %s: %w", path, err)
	}
	sum := sha256.Sum256(content)
	return &Object{Label: label, path: path, sum: hex.EncodeToString(sum[:]), spec: spec}, nil
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the object: %w", err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read the object: %w", err)
	}
	if len(content) > maxSize {
		return nil, fmt.Errorf("object %s: more than %d MiB: this is no BPF object", path, maxSize>>20)
	}
	return content, nil
}

// parse reads the ELF file, and explains what the library says of one that is
// none of clang's.
func parse(content []byte) (*ebpf.CollectionSpec, error) {
	file, err := elf.NewFile(bytes.NewReader(content))
	if err != nil {
		return nil, errors.New("no ELF file: give what clang -target bpf -g -O2 -c has made")
	}
	if file.Machine != elf.EM_BPF {
		return nil, fmt.Errorf("an ELF file for %s and not for BPF: compile it with clang -target bpf", file.Machine)
	}
	if symbols, err := file.Symbols(); err != nil || len(symbols) == 0 {
		return nil, errors.New("it has no symbols: strip it with llvm-strip -g, which leaves them")
	}
	spec, err := ebpf.LoadCollectionSpecFromReader(bytes.NewReader(content))
	if err != nil && file.Section(".BTF") == nil {
		return nil, fmt.Errorf("%w: it has no type information (BTF): compile it with -g, strip it with llvm-strip -g", err)
	}
	if err != nil {
		return nil, err
	}
	if len(spec.Programs) == 0 {
		return nil, errors.New("it holds no program: one is a function with SEC(\"…\")")
	}
	return spec, nil
}

// Describe is what a recording says of the object.
func (o *Object) Describe() results.Object {
	return results.Object{Label: o.Label, File: filepath.Base(o.path), SHA256: o.sum, Set: o.set}
}

// Program is one program of an object, and where it is to be attached.
type Program struct {
	Name   string
	Type   attach.Type
	Target string // "" is the hook of the workload
}

// Names lists the programs' names.
func (o *Object) Names() []string { return programNames(o.spec) }

func programNames(spec *ebpf.CollectionSpec) []string { return slices.Sorted(maps.Keys(spec.Programs)) }

// Program returns a program as its SEC says. The error says why there is no
// way to measure it.
func (o *Object) Program(name string) (Program, error) {
	t, target, err := attach.Section(o.spec.Programs[name].SectionName)
	if err != nil {
		return Program{Name: name}, fmt.Errorf("program %s: %w", name, err)
	}
	return Program{name, t, target}, nil
}

// Kind is what a program's SEC begins with.
func (o *Object) Kind(name string) string { return attach.Kind(o.spec.Programs[name].SectionName) }

// Hook is the one that the program names, under the name that its attach type
// knows it by.
func (p Program) Hook() workloads.Hook {
	t := p.Target
	for _, hook := range []workloads.Hook{{Function: t}, {Tracepoint: t}, {RawTracepoint: t}, {User: t}} {
		if p.Type.Applies(hook) {
			return hook
		}
	}
	return workloads.Hook{}
}

// target is where the program is attached when a workload is driven.
func (p Program) target(hook workloads.Hook) string {
	if p.Target == "" {
		return p.Type.Target(hook)
	}
	return p.Target
}
