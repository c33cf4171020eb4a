package vm

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/cavaliergopher/cpio"
)

// maxProgram bounds the program: the guest has 512 MiB, and for a moment holds
// it twice.
const maxProgram = 128 << 20

// folders of the guest that are there before anything is mounted.
var folders = []string{"dev", "proc", "root", "sys", "tmp"}

// An initramfs is the guest's root file system.
type initramfs struct {
	program io.Reader
	size    int64  // of program
	command []byte // nil if the program is the command
	order   []byte
	files   map[string][]byte
}

// writeTo writes the archive. Order, times and inode numbers are fixed, so the
// archive is a function of its content, and so is what the guest sees.
func (fsys initramfs) writeTo(w io.Writer) error {
	if size := fsys.size + int64(len(fsys.command)); size > maxProgram {
		return fmt.Errorf("the program is %d MiB, and at most %d MiB fit into the guest: build it with -ldflags='-s -w'", size>>20, maxProgram>>20)
	}
	names, dirs, err := fsys.tree()
	if err != nil {
		return err
	}
	a := archive{cpio.NewWriter(w)}
	for _, dir := range dirs {
		if err := a.add(dir, cpio.TypeDir|0o755, 0, nil); err != nil {
			return err
		}
	}
	if err := a.add(pathInit, cpio.TypeReg|0o755, fsys.size, fsys.program); err != nil {
		return err
	}
	if err := a.add(pathOrder, cpio.TypeReg|0o644, int64(len(fsys.order)), strings.NewReader(string(fsys.order))); err != nil {
		return err
	}
	if fsys.command != nil {
		if err := a.add(pathCommand, cpio.TypeReg|0o755, int64(len(fsys.command)), bytes.NewReader(fsys.command)); err != nil {
			return err
		}
	}
	for _, name := range names {
		content := fsys.files[name]
		if err := a.add(name, cpio.TypeReg|0o755, int64(len(content)), strings.NewReader(string(content))); err != nil {
			return err
		}
	}
	return a.Close()
}

// tree returns the names of the extra files, and all folders, parents first.
func (fsys initramfs) tree() (names, dirs []string, err error) {
	dirs = append(dirs, folders...)
	for name := range fsys.files {
		if !fs.ValidPath(name) || name == "." || name == pathInit || name == pathOrder || name == pathCommand || slices.Contains(folders, name) {
			return nil, nil, fmt.Errorf("put file %q into the guest: not a path from its root, or one that is taken", name)
		}
		names = append(names, name)
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			dirs = append(dirs, dir)
		}
	}
	sort.Strings(names)
	sort.Strings(dirs) // a prefix sorts first
	return names, slices.Compact(dirs), nil
}

// archive adds entries with a fixed time.
type archive struct{ *cpio.Writer }

func (a archive) add(name string, mode cpio.FileMode, size int64, content io.Reader) error {
	h := &cpio.Header{Name: name, Mode: mode, Size: size, ModTime: time.Unix(0, 0), Links: 1}
	if err := a.WriteHeader(h); err != nil {
		return fmt.Errorf("write %s to the initramfs: %w", name, err)
	}
	if content == nil {
		return nil
	}
	if _, err := io.CopyN(a, content, size); err != nil {
		return fmt.Errorf("write %s to the initramfs: %w", name, err)
	}
	return nil
}

// readCommand reads the binary that is the command; nil if there is none.
func (a *architecture) readCommand(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	f, err := a.openProgram(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxProgram+1))
}

// writeInitrd writes the guest's root file system to a file.
func writeInitrd(file string, a *architecture, c Config) error {
	program, err := a.openProgram(c.Program)
	if err != nil {
		return err
	}
	defer program.Close()
	info, err := program.Stat()
	if err != nil {
		return fmt.Errorf("read the program for the guest: %w", err)
	}
	command, err := a.readCommand(c.Command)
	if err != nil {
		return err
	}
	order, err := encodeOrder(c)
	if err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("write the initramfs: %w", err)
	}
	defer f.Close()
	if err := (initramfs{program, info.Size(), command, order, c.Files}).writeTo(f); err != nil {
		return err
	}
	return f.Close()
}
