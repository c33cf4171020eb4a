package docs

import (
	"regexp"
	"strings"
	"testing"
)

var (
	available  = regexp.MustCompile(`(?ms)^Available Commands:\n(.*?)\n\n`)
	subcommand = regexp.MustCompile(`(?m)^  ([a-z]+) `)
	examples   = regexp.MustCompile(`(?ms)^Examples:\n(.*?)\n\n`)
)

// TestExamples holds the examples that --help of every subcommand shows to what
// holds for documents: they parse, name what there is, and those that only
// read are carried out.
func TestExamples(t *testing.T) {
	helped(t, nil)
}

// helped checks the examples of a command and of those below it.
func helped(t *testing.T, path []string) {
	help, err := execute(t, append(path, "--help")...)
	if err != nil {
		t.Fatalf("%s --help: %v\n%s", strings.Join(path, " "), err, help)
	}
	m := examples.FindStringSubmatch(help)
	switch {
	case m != nil:
		for _, ws := range commands("```sh\n" + m[1] + "\n```") {
			if ws[0] == "probecost" {
				parse(t, "", ws[1:])
			}
		}
	case !available.MatchString(help):
		t.Errorf("%s --help shows no example", strings.Join(path, " "))
	}
	for _, m := range subcommand.FindAllStringSubmatch(available.FindString(help), -1) {
		if m[1] == "help" { // cobra's own
			continue
		}
		below := append(append([]string{}, path...), m[1])
		t.Run(m[1], func(t *testing.T) { helped(t, below) })
	}
}
