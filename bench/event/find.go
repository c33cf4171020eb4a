package event

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/probecost/probecost/internal/nearest"
)

// UnknownError says that there is no such event.
type UnknownError struct{ Message string }

func (e *UnknownError) Error() string { return e.Message }

// find is the event with a name as people give it: sched_switch,
// sched:sched_switch, sys_enter_fchmodat, or fchmodat and its number for that.
func (s *Source) find(name string) (Event, error) {
	list, err := s.List()
	if err != nil {
		return Event{}, err
	}
	if number, err := strconv.Atoi(name); err == nil {
		call, ok := s.arch.named(number)
		if !ok {
			return Event{}, &UnknownError{fmt.Sprintf("no system call of %s has the number %d", s.arch.Name, number)}
		}
		name = enter + call
	}
	if _, after, ok := strings.Cut(name, ":"); ok && s.tracefs == nil {
		name = after // there is no category to compare with
	}
	for _, wanted := range []string{name, enter + name} {
		var found []Event
		for _, e := range list {
			if e.Name == wanted || e.String() == wanted {
				found = append(found, e)
			}
		}
		if len(found) > 1 {
			return Event{}, &UnknownError{fmt.Sprintf("%q is %s: which one?", name, words(found))}
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
	return Event{}, unknown(name, list)
}

// unknown offers the nearest names, and those that contain what was asked for.
func unknown(name string, list []Event) error {
	names := make([]string, len(list))
	var containing []string
	for i, e := range list {
		names[i] = e.Name
		if strings.Contains(name, ":") {
			names[i] = e.String()
		}
		if len(name) > 2 && strings.Contains(names[i], name) {
			containing = append(containing, names[i])
		}
	}
	near := append(nearest.Names(name, names, 3), containing[:min(3, len(containing))]...)
	slices.Sort(near)
	near = slices.Compact(near)
	hint := ""
	if len(near) > 0 {
		hint = ": did you mean " + strings.Join(near, ", ") + "?"
	}
	return &UnknownError{fmt.Sprintf("unknown event %q%s (see `probecost events list`)", name, hint)}
}

func words(list []Event) string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.String()
	}
	return strings.Join(names, " and ")
}
