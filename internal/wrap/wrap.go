// Package wrap fits text into the columns of a terminal, without leaving
// anything out.
package wrap

import (
	"cmp"
	"strings"

	"github.com/mattn/go-runewidth"
)

// Columns is the width of a terminal that nobody has to widen.
const Columns = 80

// narrow counts what some terminals of East Asia show in two columns as one,
// such as "±": what is written must not depend on where it is written.
var narrow = &runewidth.Condition{}

// Width is how many columns a text takes.
func Width(s string) int { return narrow.StringWidth(s) }

// Text breaks s between words into lines. The first line begins with first, such
// as the label of a note, and the others with as many spaces, or with a few if it
// is long.
func Text(first, s string) string {
	const hanging = 6
	indent := Width(first)
	words := strings.Fields(s)
	if indent > Columns/2 {
		words = append(strings.Fields(first), words...)
		first = first[:len(first)-len(strings.TrimLeft(first, " "))]
		indent = hanging
	}
	var b strings.Builder
	b.WriteString(first)
	at, begun := Width(first), false
	for _, word := range words {
		for _, piece := range Name(word, Columns-indent) {
			n := Width(piece)
			switch {
			case !begun:
			case at+1+n > Columns:
				b.WriteString("\n" + strings.Repeat(" ", indent))
				at = indent
			default:
				b.WriteByte(' ')
				at++
			}
			b.WriteString(piece)
			at, begun = at+n, true
		}
	}
	return b.String() + "\n"
}

// Name breaks a name, or path, into pieces of so many columns at most: at a
// space in the second half, else behind a character that parts of names end with,
// and anywhere if there is none.
func Name(s string, columns int) []string {
	var pieces []string
	for Width(s) > columns {
		at := breakAt(s, columns)
		pieces = append(pieces, strings.TrimRight(s[:at], " "))
		s = s[at:]
	}
	return append(pieces, s)
}

// breakAt is where the first piece of s ends.
func breakAt(s string, columns int) int {
	space, part, end, width := 0, 0, 0, 0
	for i, r := range s {
		if width += narrow.RuneWidth(r); width > columns && end > 0 {
			break
		}
		end = i + len(string(r))
		switch {
		case r == ' ' && width > columns/2:
			space = end
		case strings.ContainsRune(" /_-.:,=", r):
			part = end
		}
	}
	return cmp.Or(space, part, end)
}
