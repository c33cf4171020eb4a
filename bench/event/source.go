package event

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/cilium/ebpf/btf"

	"github.com/probecost/probecost/bench/tracefs"
)

// Source is where a kernel describes its events.
type Source struct {
	types   []*btf.Spec // of the kernel, then of its modules
	tracefs fs.FS       // nil if it cannot be read
	arch    *architecture
	events  []Event // once they were listed
	// functions are those that can be traced; nil before they were read.
	functions map[string]bool
	// unread says what cannot be read, and what to do about it.
	unread []string
	close  io.Closer
}

// modules are where the running kernel has its types and those of its modules.
const modules = "/sys/kernel/btf"

// Open reads type information from a file, or that of the running kernel, and
// uses a folder as its tracefs, or that of the running kernel. With a file of
// types and no folder there is no tracefs: the running kernel is another one.
func Open(types, folder string) (*Source, error) {
	s := &Source{close: io.NopCloser(nil)}
	if err := s.openTypes(types); err != nil {
		return nil, err
	}
	var err error
	if s.arch, err = architectureOf(s.types[0]); err != nil {
		return nil, err
	}
	return s, s.openTracefs(folder, types == "")
}

// Close lets go of a tracefs that was reached for the purpose.
func (s *Source) Close() error { return s.close.Close() }

func (s *Source) openTypes(file string) error {
	if file != "" {
		spec, err := btf.LoadSpec(file)
		if err != nil {
			return fmt.Errorf("read types from %s: %w (give a BTF file such as a copy of %s/vmlinux, or an ELF file with BTF)", file, err, modules)
		}
		s.types = []*btf.Spec{spec}
		return nil
	}
	spec, err := btf.LoadKernelSpec()
	if err != nil {
		return fmt.Errorf("read the kernel's types: %w (it needs CONFIG_DEBUG_INFO_BTF; or give those of a kernel with --btf FILE)", err)
	}
	s.types = []*btf.Spec{spec}
	return s.openModules(os.DirFS(modules))
}

// openModules reads the types of the modules, which refer to the kernel's.
func (s *Source) openModules(folder fs.FS) error {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // the types are from a file in /boot
		}
		return fmt.Errorf("list the types of modules: %w", err)
	}
	for _, e := range entries {
		if e.Name() == "vmlinux" {
			continue
		}
		if err := s.openModule(folder, e.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.unread = append(s.unread, fmt.Sprintf("the types of module %s: %v", e.Name(), err))
		}
	}
	return nil
}

// openModule reads the types of one module, which may be unloaded meanwhile.
func (s *Source) openModule(folder fs.FS, name string) error {
	file, err := folder.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	reader, ok := file.(io.ReaderAt)
	if !ok {
		return errors.New("not a file that can be read")
	}
	spec, err := btf.LoadSplitSpecFromReader(reader, s.types[0])
	if err != nil {
		return err
	}
	s.types = append(s.types, spec)
	return nil
}

func (s *Source) openTracefs(folder string, running bool) error {
	switch {
	case folder != "":
		if _, err := os.Stat(folder + "/events"); err != nil {
			return fmt.Errorf("read tracefs in %s: %w (give the folder that has events/)", folder, err)
		}
		s.tracefs = os.DirFS(folder)
	case !running:
		s.unread = append(s.unread, "tracefs: none is given to go with --btf, so categories and fields are not known: add --tracefs DIR")
	default:
		fsys, closer, err := tracefs.Reach()
		if err != nil {
			s.unread = append(s.unread, fmt.Sprintf("tracefs, so categories and fields are not known: %v", err))
			return nil
		}
		s.tracefs, s.close = fsys, closer
	}
	return nil
}

// Unread says what cannot be read, and what to do about it.
func (s *Source) Unread() []string { return slices.Clone(s.unread) }

// lookup finds a type by its name in the kernel, then in the modules.
func lookup[T btf.Type](s *Source, name string) (T, bool) {
	for _, spec := range s.types {
		all, err := spec.AnyTypesByName(name)
		if err != nil {
			continue
		}
		for _, typ := range all {
			if t, ok := typ.(T); ok {
				return t, true
			}
		}
	}
	var none T
	return none, false
}

// ambiguous says whether the kernel's types have a function more than once, as
// a call has that not every kernel is built with.
func (s *Source) ambiguous(function string) bool {
	all, err := s.types[0].AnyTypesByName(function)
	return err == nil && len(all) > 1
}
