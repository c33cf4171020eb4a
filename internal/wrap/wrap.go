// Package wrap breaks text into lines that a terminal shows.
package wrap

import (
	"strings"
	"unicode/utf8"
)

// Width is that of a terminal nobody has to widen.
const Width = 80

// Text breaks s between words into lines of 80 columns; the first line begins
// with first, and the others with as many spaces. A longer word stays whole.
func Text(first, s string) string {
	var b strings.Builder
	indent := strings.Repeat(" ", utf8.RuneCountInString(first))
	b.WriteString(first)
	at := len(indent)
	for i, word := range strings.Fields(s) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case at+1+n > Width:
			b.WriteString("\n" + indent)
			at = len(indent)
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	return b.String() + "\n"
}
