// Package manual tells people how to use the program: the help of a command for
// a terminal of 80 columns, and its page for man(1). Both are made of what the
// commands themselves know.
package manual

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// groupKey is the annotation of a flag that has its group.
const groupKey = "probecost_group"

// Group puts flags of a command under a title.
func Group(cmd *cobra.Command, title string, flags ...string) {
	for _, name := range flags {
		if err := cmd.Flags().SetAnnotation(name, groupKey, []string{title}); err != nil {
			panic(err) // a flag that the command has not: a broken build
		}
	}
}

// section is a title and the flags under it.
type section struct {
	Title string
	Flags []*pflag.Flag
}

// sections are the flags of a command, in the order in which they and the first
// of each group were registered; those without a group, and those of commands
// above, come last.
func sections(cmd *cobra.Command) []section {
	var all []section
	add := func(title string, f *pflag.Flag) {
		if f.Hidden {
			return
		}
		i := slices.IndexFunc(all, func(s section) bool { return s.Title == title })
		if i < 0 {
			all = append(all, section{Title: title})
			i = len(all) - 1
		}
		all[i].Flags = append(all[i].Flags, f)
	}
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	cmd.Flags().SortFlags, cmd.PersistentFlags().SortFlags = false, false
	own := cmd.LocalFlags()
	for _, grouped := range []bool{true, false} {
		own.VisitAll(func(f *pflag.Flag) {
			if title := f.Annotations[groupKey]; grouped && title != nil {
				add(title[0], f)
			} else if !grouped && title == nil {
				add("Flags", f)
			}
		})
	}
	cmd.InheritedFlags().VisitAll(func(f *pflag.Flag) { add("Global Flags", f) })
	return all
}
