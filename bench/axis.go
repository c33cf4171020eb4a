package bench

import (
	"fmt"
	"path"
	"strings"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/internal/nearest"
	"github.com/probecost/probecost/workloads"
)

// Axis is one of the lists whose product is what can be measured.
type Axis[T any] struct {
	Kind string // for messages
	Flag string // by which its elements are chosen
	List []T
	Name func(T) string
	// Extra elements are not meant unless they are named, not even by "all".
	Extra func(T) bool
	// Usual elements are meant where none is named; nil is "all".
	Usual func(T) bool
	// About says what an element is, and what it requires.
	About func(T) string
}

// The axes.
var (
	Workloads = Axis[workloads.Workload]{
		Kind: "workload", Flag: "workload", List: workloads.All,
		Name:  func(w workloads.Workload) string { return w.Name },
		Extra: func(w workloads.Workload) bool { return w.Extra },
		About: func(w workloads.Workload) string { return w.Summary },
	}
	Handlers = Axis[bpf.Handler]{
		Kind: "handler", Flag: "handler", List: bpf.Handlers,
		Name:  func(h bpf.Handler) string { return h.Name },
		Extra: func(h bpf.Handler) bool { return h.Extra },
		About: func(h bpf.Handler) string { return h.Summary },
	}
	AttachTypes = Axis[attach.Type]{
		Kind: "attach type", Flag: "attach", List: attach.All,
		Name:  func(t attach.Type) string { return t.Name },
		Extra: func(t attach.Type) bool { return t.Extra },
		Usual: func(t attach.Type) bool { return t.Usual || t.Control },
		About: attach.Type.About,
	}
)

// Group says when an element of an axis is meant.
type Group int

// Elements are meant where none is named, by "all", or only if they are named.
const (
	Usual Group = iota
	More
	ByName
)

// Group is that of an element.
func (a Axis[T]) Group(element T) Group {
	switch {
	case a.Extra(element):
		return ByName
	case a.Usual != nil && !a.Usual(element):
		return More
	}
	return Usual
}

// Names lists the names, for help and messages.
func (a Axis[T]) Names() []string {
	names := make([]string, len(a.List))
	for i, element := range a.List {
		names[i] = a.Name(element)
	}
	return names
}

// Find returns the element that has a name.
func (a Axis[T]) Find(name string) (T, error) {
	for _, element := range a.List {
		if a.Name(element) == name {
			return element, nil
		}
	}
	var none T
	return none, fmt.Errorf("no %s %q", a.Kind, name)
}

// findWorkload finds also the one that a command stands for, which is in no
// list.
func findWorkload(name string) (workloads.Workload, error) {
	if name == driveWorkload.Name {
		return driveWorkload, nil
	}
	return Workloads.Find(name)
}

// Select returns the elements whose names match at least one of the patterns,
// in the list's order. A pattern is a name, has the wildcards of [path.Match],
// or is "all": whatever is not extra. A pattern that matches nothing is an
// error that offers the nearest names.
func (a Axis[T]) Select(patterns []string) ([]T, error) {
	if len(patterns) == 0 {
		return nil, &UsageError{fmt.Sprintf("no %s is named (there are: %s)", a.Kind, strings.Join(a.Names(), ", "))}
	}
	chosen := make([]bool, len(a.List))
	for _, pattern := range patterns {
		found := false
		for i, element := range a.List {
			ok, err := path.Match(pattern, a.Name(element))
			if err != nil {
				return nil, &UsageError{fmt.Sprintf("%s %q: %v", a.Kind, pattern, err)}
			}
			if ok || pattern == "all" && !a.Extra(element) {
				chosen[i], found = true, true
			}
		}
		if !found {
			return nil, a.unknown(pattern)
		}
	}
	var selected []T
	for i, element := range a.List {
		if chosen[i] {
			selected = append(selected, element)
		}
	}
	return selected, nil
}

// UsageError is a fault in what the caller asked for.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

// unknown says which names there are, and which one is the nearest.
func (a Axis[T]) unknown(pattern string) error {
	names := a.Names()
	hint := ""
	if near := nearest.Names(pattern, names, 1); len(near) > 0 {
		hint = fmt.Sprintf(": did you mean %q?", near[0])
	}
	return &UsageError{fmt.Sprintf("unknown %s %q%s (there are: %s)", a.Kind, pattern, hint, strings.Join(names, ", "))}
}
