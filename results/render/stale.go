package render

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/probecost/probecost/results/render/figure"
)

// drawn says whether a file has a name that [Plots] gives: "time-6.12.9-empty.svg".
// Whatever else lies in a folder of results belongs to somebody else.
func drawn(name string) bool {
	ending := filepath.Ext(name)
	if !slices.ContainsFunc(PlotFormats, func(f figure.Format) bool { return "."+f.Name == ending }) {
		return false
	}
	name = strings.TrimSuffix(name, ending)
	for _, k := range tableKinds {
		if regexp.MustCompile("^" + k.names + "$").MatchString(name) {
			return true
		}
	}
	return false
}

// removeStale removes from a folder what was made of recordings that it no
// longer has: plots of kernels and handlers, and formats that have nothing to
// say. wanted are the names of the files that it should have.
func removeStale(dir string, wanted map[string]bool) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("look for plots of recordings that are gone: %w", err)
	}
	var errs []error
	for _, e := range entries {
		if name := e.Name(); ours(name) && !wanted[name] && e.Type().IsRegular() {
			errs = append(errs, os.Remove(filepath.Join(dir, name)))
		}
	}
	return errors.Join(errs...)
}

// ours says whether a file has a name that [All] gives.
func ours(name string) bool {
	for _, f := range Formats {
		if f.File == name {
			return true
		}
	}
	return drawn(name)
}
