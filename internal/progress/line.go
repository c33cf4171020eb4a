package progress

import (
	"io"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/schollz/progressbar/v3"
)

// line is a part in so many columns at most, its label in so many:
//
//	6.12  45% [===>......] 1m05s left, block 14 of 30, task_rename/fields/kprobe
//
// What changes its length all the time comes last. Words for which there is no
// room are left out, but of the last one as much as fits is shown.
func (p *part) line(now time.Time, label, columns int) string {
	start := ""
	if label > 0 {
		start = runewidth.FillRight(runewidth.Truncate(p.label, label, "…"), label) + " "
	}
	var words []string
	switch {
	case p.ended:
		words = []string{p.step.Stage}
	case p.step.Stage == "":
		words = []string{"not begun"}
	case p.step.Total > 0:
		start += bar(p.percent(), min(max(4, columns/8), 30)) + " "
		words = []string{p.timeLeft(now), p.count(), p.what()}
	default:
		words = []string{span(now.Sub(p.began)), p.step.Stage}
	}
	return runewidth.Truncate(start+fit(words, columns-runewidth.StringWidth(start)), columns, "")
}

// fit joins words in so many columns.
func fit(words []string, columns int) string {
	text := ""
	for i, word := range words {
		if text != "" && word != "" {
			word = ", " + word
		}
		room := columns - runewidth.StringWidth(text)
		if width := runewidth.StringWidth(word); width > room {
			if i < len(words)-1 || room < 10 {
				break
			}
			word = runewidth.Truncate(word, room, "…")
		}
		text += word
	}
	return text
}

// bar is " 45% [===>......]", with so many columns between its ends.
func bar(percent, columns int) string {
	b := progressbar.NewOptions(100,
		progressbar.OptionSetWriter(io.Discard),
		progressbar.OptionSetTheme(progressbar.ThemeASCII),
		progressbar.OptionSetWidth(columns),
		progressbar.OptionSetPredictTime(false),
	)
	_ = b.Set(percent) // no error: there is no more than 100 %
	_ = b.RenderBlank()
	return strings.TrimRight(strings.TrimPrefix(b.String(), "\r "), " ")
}
