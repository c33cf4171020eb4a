package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/internal/manual"
)

// ownFlags choose programs of the user's own, in place of the handlers.
type ownFlags struct{ objects, programs, set []string }

// ownGroup is the title of these flags.
const ownGroup = "Programs of your own, in place of handlers"

func (f *ownFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.objects, "object", nil, "compiled BPF object `FILE`; of several, as LABEL=FILE, "+
		"the first is the old one, and the others are compared with it")
	flags.StringSliceVar(&f.programs, "program", nil, "`NAMES` of programs of the object, or a pattern such as 'handle_*' (default: all)")
	flags.StringArrayVar(&f.set, "set", nil, "set a global variable of the object: `NAME=VALUE` (repeatable)")
	manual.Group(cmd, ownGroup, "object", "program", "set")
}

// own is what the flags choose; attach is what --attach says.
func (f *ownFlags) own(cmd *cobra.Command, attach []string) (o bench.Own, err error) {
	if len(f.objects) == 0 {
		for _, name := range []string{"program", "set"} {
			if cmd.Flags().Changed(name) {
				return o, &bench.UsageError{Message: fmt.Sprintf("--%s needs --object", name)}
			}
		}
		return o, nil
	}
	if cmd.Flags().Changed("handler") {
		return o, &bench.UsageError{Message: "--handler and --object exclude each other: a program of an object is measured in place of a handler"}
	}
	o = bench.Own{Programs: f.programs, Set: f.set, Attach: attach}
	o.Objects, err = labelled(f.objects)
	return o, err
}

// labelled divides LABEL=FILE. A single object needs no label, and several that
// have none are called by the names of their files.
func labelled(objects []string) ([]bench.ObjectFile, error) {
	var files []bench.ObjectFile
	taken := map[string]bool{}
	for _, text := range objects {
		label, path, ok := strings.Cut(text, "=")
		if _, err := os.Stat(text); err == nil || !ok {
			label, path = "", text
		}
		if label == "" && len(objects) > 1 {
			label, _, _ = strings.Cut(filepath.Base(path), ".")
		}
		if taken[label] {
			return nil, &bench.UsageError{Message: fmt.Sprintf("two objects are called %q: name them, such as --object old=%s", label, path)}
		}
		taken[label] = true
		files = append(files, bench.ObjectFile{Label: label, Path: path})
	}
	if len(files) == 1 {
		files[0].Label = ""
	}
	return files, nil
}

// intoGuest reads the objects, for a virtual machine to have them as files, and
// returns the same choice with the paths that they have there.
func intoGuest(o bench.Own) (bench.Own, map[string][]byte, error) {
	files := map[string][]byte{}
	there := o
	there.Objects = nil
	for i, object := range o.Objects {
		content, err := os.ReadFile(object.Path)
		if err != nil {
			return o, nil, fmt.Errorf("read the object: %w", err)
		}
		name := filepath.Join("objects", fmt.Sprint(i), filepath.Base(object.Path))
		files[name] = content
		object.Path = "/" + name
		there.Objects = append(there.Objects, object)
	}
	return there, files, nil
}
