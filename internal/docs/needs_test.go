package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/workloads"
)

// needs lists what each attach type asks of the kernel, and the commit that
// brought it.
func needs(args []string) (string, error) {
	if len(args) != 0 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	since, err := requirements()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("| attach type | `SEC()` | since Linux | built with |\n|:--|:--|:--|:--|\n")
	for _, a := range attach.All {
		if !a.HasProgram() {
			continue
		}
		r, ok := since[a.Name]
		if !ok {
			return "", fmt.Errorf("the comment on %s in bench/attach does not say: Requires Linux VERSION (COMMIT …)", a.Name)
		}
		var options []string
		for _, n := range a.Needs {
			options = append(options, n.Option)
		}
		fmt.Fprintf(&b, "| %s | %s | %s ([%[4]s](https://git.kernel.org/torvalds/c/%[4]s)) | %[5]s |\n",
			a.Name, quotedWords(a.Sections), r.version, r.commit, quotedWords(options))
	}
	return b.String(), nil
}

// since is the first kernel that has an attach type.
func since(args []string) (string, error) {
	if len(args) != 1 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	all, err := requirements()
	if err != nil {
		return "", err
	}
	r, ok := all[args[0]]
	if !ok {
		return "", fmt.Errorf("nothing is said of %s", args[0])
	}
	return r.version, nil
}

// types lists the attach types that there are.
func types([]string) (string, error) {
	var names []string
	for _, a := range attach.All {
		if a.HasProgram() {
			names = append(names, a.Name)
		}
	}
	return strings.Join(names, ", "), nil
}

// drives lists the workloads that there are.
func drives([]string) (string, error) {
	var names []string
	for _, w := range workloads.All {
		names = append(names, w.Name)
	}
	return strings.Join(names, ", "), nil
}

// A requirement is the first kernel with an attach type, and the commit that
// brought it.
type requirement struct{ version, commit string }

// quotedWords puts each word in backticks.
func quotedWords(words []string) string {
	if len(words) == 0 {
		return "–"
	}
	return "`" + strings.Join(words, "`, `") + "`"
}

var (
	// described is the definition of an attach type with its comment.
	described = regexp.MustCompile(`(?m)((?:^//.*\n)+)var \w+ = Type\{\s*Name:\s*"([\w.]+)"`)
	required  = regexp.MustCompile(`Requires Linux ([\d.]+) \(([0-9a-f]{12})`)
)

// requirements reads, from the comments in bench/attach, which kernel was the
// first to have each attach type, and by which commit.
func requirements() (map[string]requirement, error) {
	files, err := filepath.Glob(filepath.Join(root, "bench/attach/*.go"))
	if err != nil {
		return nil, err
	}
	since := map[string]requirement{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, m := range described.FindAllStringSubmatch(string(text), -1) {
			comment := strings.Join(strings.Fields(strings.ReplaceAll(m[1], "//", " ")), " ")
			if r := required.FindStringSubmatch(comment); r != nil {
				since[m[2]] = requirement{r[1], r[2]}
			}
		}
	}
	return since, nil
}
