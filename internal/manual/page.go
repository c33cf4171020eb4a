package manual

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Entry is a name and what there is to say of it.
type Entry struct{ Name, Text string }

// List is a chapter of the first page, such as the exit statuses.
type List struct {
	Title   string // in capitals, as man pages have it
	Entries []Entry
}

// Pages are a page of a command, and of each below it that is not hidden.
type Pages struct {
	Command *cobra.Command
	Date    string // of what is described, as 2026-01-31
	Version string
	Lists   []List
	SeeAlso []string // other programs' pages, such as "bpf(2)"
}

// Write writes the pages into a folder, which it makes, as NAME.1. Two calls for
// the same program write the same.
func (p Pages) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder for the pages: %w", err)
	}
	return p.write(dir, p.Command)
}

func (p Pages) write(dir string, cmd *cobra.Command) error {
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, p.page(cmd)); err != nil {
		return fmt.Errorf("write the page of %s: %w", cmd.CommandPath(), err)
	}
	if err := os.WriteFile(filepath.Join(dir, dashed(cmd)+".1"), b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the page of %s: %w", cmd.CommandPath(), err)
	}
	for _, below := range available(cmd) {
		if below.Name() == "help" {
			continue
		}
		if err := p.write(dir, below); err != nil {
			return err
		}
	}
	return nil
}

//go:embed page.tmpl
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"roff": roff}).Parse(pageText))

// page is what the template shows.
type page struct {
	Name, Title, Date, Version, Short string
	Synopsis                          []string
	Description, Examples             []paragraph
	Commands                          []Entry
	Sections                          []options
	Lists                             []List
	SeeAlso                           string
}

// options are flags under a title. Their names are in roff already.
type options struct {
	Title   string
	Options []Entry
}

func (p Pages) page(cmd *cobra.Command) page {
	pg := page{
		Name: dashed(cmd), Title: roff(strings.ToUpper(dashed(cmd))), Date: p.Date, Version: p.Version, Short: cmd.Short,
		Description: paragraphs(cmd.Long), Examples: paragraphs(cmd.Example),
	}
	if cmd.Runnable() {
		pg.Synopsis = []string{cmd.UseLine()}
	}
	if cmd.HasAvailableSubCommands() {
		pg.Synopsis = append(pg.Synopsis, cmd.CommandPath()+" COMMAND [flags] [arguments]")
	}
	if cmd.Long == "" {
		pg.Description = paragraphs(cmd.Short + ".")
	}
	for _, s := range sections(cmd) {
		o := options{Title: s.Title}
		for _, f := range s.Flags {
			o.Options = append(o.Options, option(f))
		}
		pg.Sections = append(pg.Sections, o)
	}
	for _, below := range available(cmd) {
		pg.Commands = append(pg.Commands, Entry{below.Name(), below.Short})
	}
	if !cmd.HasParent() {
		pg.Lists = p.Lists
	}
	pg.SeeAlso = p.seeAlso(cmd)
	return pg
}

// option is a flag, what it takes, and its default.
func option(f *pflag.Flag) Entry {
	takes, text := pflag.UnquoteUsage(f)
	name := `\fB` + roff("--"+f.Name) + `\fR`
	if f.Shorthand != "" {
		name = `\fB` + roff("-"+f.Shorthand) + `\fR, ` + name
	}
	if takes != "" {
		name += ` \fI` + roff(takes) + `\fR`
	}
	switch f.DefValue {
	case "", "0", "false", "[]", "0s":
	default:
		text += " (default " + strings.Trim(f.DefValue, "[]") + ")"
	}
	return Entry{name, text}
}

// seeAlso names the pages above and below, and those of others.
func (p Pages) seeAlso(cmd *cobra.Command) string {
	var names []string
	if cmd.HasParent() {
		names = append(names, dashed(cmd.Parent())+"(1)")
	}
	for _, below := range available(cmd) {
		if below.Name() != "help" {
			names = append(names, dashed(below)+"(1)")
		}
	}
	if !cmd.HasParent() {
		names = append(names, p.SeeAlso...)
	}
	for i, name := range names {
		title, chapter, _ := strings.Cut(name, "(")
		names[i] = `\fB` + roff(title) + `\fR(` + chapter
	}
	return strings.Join(names, ",\n")
}

// dashed is the name of a command's page: probecost-events-list.
func dashed(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }
