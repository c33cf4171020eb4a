package render

import (
	"strings"
	"unicode/utf8"
)

// textWidth is that of a terminal nobody has to widen.
const textWidth = 80

// wrap breaks s between words into lines of textWidth; the first line begins
// with first, and the others with as many spaces. A longer word stays whole.
func wrap(first, s string) string {
	var b strings.Builder
	indent := strings.Repeat(" ", utf8.RuneCountInString(first))
	b.WriteString(first)
	at := len(indent)
	for i, word := range strings.Fields(s) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case at+1+n > textWidth:
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
