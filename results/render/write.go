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

// All writes the tables in every format, and the plots in those named, or the
// default ones if none is, into a folder, see writeAll. What an earlier call
// made of other recordings, and this one does not make, goes.
func All(dir string, tables []analysis.Table, plotFormats ...string) (paths []string, err error) {
	if len(plotFormats) == 0 {
		plotFormats = DefaultPlotFormats()
	}
	wanted := map[string]bool{}
	paths, err = writeAll(dir, func(write func(string, func(io.Writer) error)) {
		want := func(name string, render func(io.Writer) error) {
			wanted[name] = true
			write(name, render)
		}
		for _, f := range Formats {
			if f.File != "" && (f.Has == nil || f.Has(tables)) {
				want(f.File, func(w io.Writer) error { return f.Write(w, tables) })
			}
		}
		writePlots(want, Plots(tables), plotFormats)
	})
	return paths, errors.Join(err, removeStale(dir, wanted))
}

// writePlots writes each plot in each format.
func writePlots(write func(string, func(io.Writer) error), plots []Plot, formats []string) {
	for _, p := range plots {
		for _, ext := range formats {
			write(p.Name+"."+ext, func(w io.Writer) error { return p.Write(w, ext) })
		}
	}
}

// writeAll has files written into a folder, which it makes if need be. Each is
// written whole or not at all: what was there before stays if the disk is full.
// It returns the paths that it wrote, and tries all files before it reports
// what failed.
func writeAll(dir string, all func(write func(name string, render func(io.Writer) error))) (paths []string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var errs []error
	all(func(name string, render func(io.Writer) error) {
		path := filepath.Join(dir, name)
		if err := WriteFile(path, render); err != nil {
			errs = append(errs, fmt.Errorf("write %s: %w", path, err))
			return
		}
		paths = append(paths, path)
	})
	return paths, errors.Join(errs...)
}

// WriteFile renders into memory first, then writes next to path, and last
// renames: a reader sees the old file or the new one.
func WriteFile(path string, render func(io.Writer) error) (err error) {
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
