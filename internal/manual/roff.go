package manual

import "strings"

// paragraph is text to be filled, or lines to be left as they are: those that
// are indented.
type paragraph struct {
	Verbatim bool
	Lines    []string
}

// paragraphs divides text where a line is empty, and where indented lines begin
// and end. They lose two spaces of their indentation.
func paragraphs(text string) []paragraph {
	var all []paragraph
	fresh := true
	for line := range strings.Lines(text) {
		line = strings.TrimRight(strings.ReplaceAll(line, "\t", "  "), " \n")
		if line == "" {
			fresh = true
			continue
		}
		rest, verbatim := strings.CutPrefix(line, "  ")
		if n := len(all); fresh || all[n-1].Verbatim != verbatim {
			all = append(all, paragraph{Verbatim: verbatim})
			fresh = false
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, rest)
	}
	return all
}

// characters have another meaning, or look, in roff: what is to be typed must
// be copied from the page as it is.
var characters = strings.NewReplacer(
	`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", `\(ga`, `^`, `\(ha`, `~`, `\(ti`, `"`, `\(dq`, "\n", " ")

// roff is text as roff shows it.
func roff(text string) string {
	text = characters.Replace(text)
	if strings.HasPrefix(text, ".") {
		return `\&` + text
	}
	return text
}
