package render

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/probecost/probecost/results/analysis"
)

// All writes the tables in every format, and the plots, into a folder that it
// makes if need be. Each file is written whole or not at all: what was there
// before stays if the disk is full. It returns the paths that it wrote, and
// tries all files before it reports what failed. What an earlier call made of
// other recordings, and this one does not make, goes.
func All(dir string, tables []analysis.Table) (paths []string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var errs []error
	wanted := map[string]bool{}
	write := func(name string, render func(io.Writer) error) {
		wanted[name] = true
		path := filepath.Join(dir, name)
		if err := writeFile(path, render); err != nil {
			errs = append(errs, fmt.Errorf("write %s: %w", path, err))
			return
		}
		paths = append(paths, path)
	}
	for _, f := range Formats {
		if f.Has != nil && !f.Has(tables) {
			continue
		}
		write(f.File, func(w io.Writer) error { return f.Write(w, tables) })
	}
	for _, p := range Plots(tables) {
		for _, ext := range []string{"svg", "png"} {
			write(p.Name+"."+ext, func(w io.Writer) error { return p.Write(w, ext) })
		}
	}
	errs = append(errs, removeStale(dir, wanted))
	return paths, errors.Join(errs...)
}

// writeFile renders into memory first, then writes next to path, and last
// renames: a reader sees the old file or the new one.
func writeFile(path string, render func(io.Writer) error) (err error) {
	var b bytes.Buffer
	if err := render(&b); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".probecost-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close() // a second Close of a closed file does no harm
			os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(b.Bytes()); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	// A full disk may show only now.
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
