package event

import (
	_ "embed" // the template
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"
)

//go:embed skeleton.tmpl
var skeletonText string

var skeletonTemplate = template.Must(template.New("skeleton").Parse(skeletonText))

// program is a C program that prints all that an event tells.
type program struct {
	Event, Name, Type string
	Architecture      string
	Section, Context  string
	Parameter         string // the handler's own, which no argument is called
	Remarks           []string
	Structs           []structure
	Lines             []string // of the function, before it prints
	values            []value

	arch *architecture
	// direct says that the verifier knows the types of pointers, so that
	// the program reads through them without a helper.
	direct bool
}

// structure is a struct that the program declares. A relocated one lists only
// the members that are read: the loader finds their offsets.
type structure struct {
	Name      string
	Members   []string
	Relocated bool
}

// value is something to print: format is for the expression.
type value struct{ label, format, expression string }

const parameter = "bpf_ctx"

// skeletons are how the program gets at what it prints, by attach type.
var skeletons = []struct {
	typ, context string
	direct       bool
	fill         func(*program, *Source, *Description, Attach) error
}{
	{typeRaw, "struct bpf_raw_tracepoint_args", false, fillRaw},
	{typeTpBTF, "__u64", true, fillRaw},
	{typeTracepoint, "", false, fillRecord},
	{typeKprobe, "struct pt_regs", false, fillFunction},
	{typeFentry, "__u64", true, fillFunction},
}

// SkeletonTypes are the attach types that there are skeletons for.
func SkeletonTypes() []string {
	var types []string
	for _, s := range skeletons {
		types = append(types, s.typ)
	}
	return types
}

// Skeleton writes a C program for an event and attach type, which compiles with
// libbpf's headers alone. For a function that is not among those of the
// description, name it; "" is the first of them.
func (s *Source) Skeleton(w io.Writer, d *Description, typ, function string) error {
	i := slices.Index(SkeletonTypes(), typ)
	if i < 0 {
		return &UnknownError{fmt.Sprintf("no skeleton for attach type %q: there are %s", typ, strings.Join(SkeletonTypes(), ", "))}
	}
	way, err := s.way(d, typ, function)
	if err != nil {
		return err
	}
	p := &program{
		Event: d.String(), Name: d.Name, Type: typ, Architecture: s.arch.Name,
		Section: way.Section[0], Context: skeletons[i].context, Parameter: parameter,
		arch: s.arch, direct: skeletons[i].direct,
	}
	if err := skeletons[i].fill(p, s, d, way); err != nil {
		return err
	}
	return skeletonTemplate.Execute(w, p)
}

// way is how to attach, at a function if one is named.
func (s *Source) way(d *Description, typ, function string) (Attach, error) {
	ofFunction := typ == typeKprobe || typ == typeFentry
	if function != "" && ofFunction {
		if _, ok := s.function(function); !ok {
			return Attach{}, &UnknownError{fmt.Sprintf("the kernel's types have no function %q", function)}
		}
		return Attach{Type: typ, Section: []string{typ + "/" + function}, Function: function}, nil
	}
	i := slices.IndexFunc(d.Attach, func(a Attach) bool { return a.Type == typ })
	if i < 0 {
		hint := ""
		if ofFunction {
			hint = ": name a function with --function"
		}
		return Attach{}, fmt.Errorf("no way is known to attach a %s program to %s%s", typ, d, hint)
	}
	return d.Attach[i], nil
}

// printed is how many values bpf_trace_printk takes.
const printed = 3

// Prints are the statements that print the values, of which the kernel before
// Linux 5.13 allowed one string at a time.
func (p *program) Prints() []string {
	var prints []string
	var batch []value
	flush := func() {
		text, expressions := p.Name+":", ""
		for _, v := range batch {
			text += " " + v.label + "=" + v.format
			expressions += ", " + v.expression
		}
		prints = append(prints, fmt.Sprintf("bpf_printk(%q%s);", text, expressions))
		batch = nil
	}
	strings := 0
	for _, v := range p.values {
		if v.format == "%s" {
			strings++
		}
		if len(batch) == printed || strings > 1 {
			flush()
			strings = 0
			if v.format == "%s" {
				strings = 1
			}
		}
		batch = append(batch, v)
	}
	if len(batch) > 0 || len(prints) == 0 {
		flush()
	}
	return prints
}

// line adds a line to the function.
func (p *program) line(format string, args ...any) {
	p.Lines = append(p.Lines, fmt.Sprintf(format, args...))
}

// member makes a relocated struct have a member.
func (p *program) member(name, declaration string) {
	for i := range p.Structs {
		if p.Structs[i].Name == name {
			if !slices.Contains(p.Structs[i].Members, declaration) {
				p.Structs[i].Members = append(p.Structs[i].Members, declaration)
			}
			return
		}
	}
	p.Structs = append(p.Structs, structure{Name: name, Members: []string{declaration}, Relocated: true})
}
