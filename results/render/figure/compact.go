package figure

import (
	"regexp"
	"strings"
)

// common is what the library says of every text, and [CSS] of all of them.
const common = "font-family:Liberation Sans,Arial,Helvetica,sans-serif;font-variant:normal;"

// plain is what a text is unless it says otherwise.
var plain = strings.NewReplacer(common, "", "font-weight:normal;", "", "font-style:normal;", "", "\n\tstyle=", " style=", "\" />", "\"/>")

// stroke is a straight one. Many values are drawn by short upright ones.
var stroke = regexp.MustCompile(`M([\d.-]+),([\d.-]+)L([\d.-]+),([\d.-]+)`)

// compact says the same in half of the bytes: a page has many figures, and each
// of them twice.
func compact(svg string) string {
	return stroke.ReplaceAllStringFunc(plain.Replace(svg), func(text string) string {
		m := stroke.FindStringSubmatch(text)
		if m[1] != m[3] {
			return text
		}
		return "M" + m[1] + "," + m[2] + "V" + m[4]
	})
}
