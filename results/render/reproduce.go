package render

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mvdan.cc/sh/v3/syntax"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// reproduce are the lines of a shell that measure the same again. A recording
// has no command line: what follows from its plan does the same, whatever flags
// there were.
func reproduce(recording []analysis.Table) []string {
	h := recording[0].Header
	var lines []string
	if v := h.Environment.Probecost; commit.MatchString(v) {
		clean, dirty := strings.CutSuffix(v, "-dirty")
		line := "git checkout " + clean + " && make build"
		if dirty {
			line += " # it had changes that were not committed"
		}
		lines = append(lines, line)
	}
	words := []string{"sudo", "bin/probecost", "run"}
	if h.Metric == results.Instructions {
		words = []string{"bin/probecost", "count", "--kernel", results.ShortRelease(h.Environment.Kernel)}
	}
	words = append(words, chosen(h)...)
	if h.Metric != results.Instructions {
		words = append(words, sized(h.Plan)...)
	}
	words = append(words, "--seed", strconv.FormatUint(h.Plan.Seed, 10))
	for i, word := range words {
		words[i] = quote(word)
	}
	return append(lines, continued(words)...)
}

// continued are the lines of a long command: each goes on in the next, and a
// flag stays with its value.
func continued(words []string) []string {
	lines := words[:1:1]
	for i := 1; i < len(words); i++ {
		piece := words[i]
		if strings.HasPrefix(piece, "--") && i+1 < len(words) && !strings.HasPrefix(words[i+1], "--") {
			i++
			piece += " " + words[i]
		}
		last := len(lines) - 1
		if len(lines[last])+len(piece) < 76 {
			lines[last] += " " + piece
			continue
		}
		lines[last] += " \\"
		lines = append(lines, "    "+piece)
	}
	return lines
}

// commit is a version that a checkout has: a tag, or what git describe makes
// of a commit.
var commit = regexp.MustCompile(`^(v\d[\w.+-]*|[0-9a-f]{7,40})(-dirty)?$`)

// chosen are the flags that say what was measured.
func chosen(h *results.Header) []string {
	var workloads, handlers, types, programs []string
	add := func(list *[]string, word string) {
		if !slices.Contains(*list, word) {
			*list = append(*list, word)
		}
	}
	for _, a := range h.Plan.Arms {
		add(&workloads, a.Workload)
		switch {
		case a.Program != "" && a.Attach != results.Together:
			add(&programs, a.Program)
		case a.Program == "" && a.Handler != results.Own:
			add(&handlers, a.Handler)
			if a.Attach != analysis.Base && a.Attach != analysis.Base2 && a.Attach != analysis.Spin {
				add(&types, a.Attach)
			}
		}
	}
	var words []string
	flag := func(name string, values []string) {
		if len(values) > 0 {
			words = append(words, name, strings.Join(values, ","))
		}
	}
	if h.Plan.Command == nil {
		flag("--workload", workloads)
	}
	flag("--handler", handlers)
	flag("--attach", types)
	return slices.Concat(words, ownFlags(h, programs))
}

// ownFlags are those of the user's own programs. Of an object only the name of
// its file was recorded.
func ownFlags(h *results.Header, programs []string) []string {
	var words, set, attach []string
	for _, o := range h.Objects {
		file := o.File
		if o.Label != "" {
			file = o.Label + "=" + file
		}
		words = append(words, "--object", file)
		set, attach = append(set, o.Set...), append(attach, o.Attach...)
	}
	if len(programs) > 0 {
		words = append(words, "--program", strings.Join(programs, ","))
	}
	for _, given := range []struct {
		name   string
		values []string
	}{{"--set", set}, {"--attach", attach}} {
		for i, value := range given.values {
			if !slices.Contains(given.values[:i], value) {
				words = append(words, given.name, value)
			}
		}
	}
	if h.Plan.Command != nil {
		words = append(words, "--drive", shellLine(h.Plan.Command))
	}
	return words
}

// sized are the flags that say how much of it was measured, and where.
func sized(p results.Plan) []string {
	words := []string{"--blocks", strconv.Itoa(p.Blocks)}
	if p.TimeNS > 0 {
		words = append(words, "--time", time.Duration(p.TimeNS).String())
	}
	if slices.ContainsFunc(p.Arms, func(a results.Arm) bool { return a.Stats }) {
		words = append(words, "--bpf-stats")
	}
	if len(p.CPUs) > 1 {
		return append(words, "--cpus", strings.ReplaceAll(strings.Trim(fmt.Sprint(p.CPUs), "[]"), " ", ","))
	}
	return append(words, "--cpu", strconv.Itoa(p.CPU))
}

// shellLine is a command with its arguments, as one would type it.
func shellLine(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = quote(word)
	}
	return strings.Join(quoted, " ")
}

// unquoted words mean nothing else to a shell.
var unquoted = regexp.MustCompile(`^[\w@%+=:,./-]+$`)

// quote is a word as a shell takes it. What no shell takes is shown to a person.
func quote(word string) string {
	if unquoted.MatchString(word) {
		return word
	}
	quoted, err := syntax.Quote(word, syntax.LangBash)
	if err != nil {
		return strconv.Quote(word)
	}
	return quoted
}
