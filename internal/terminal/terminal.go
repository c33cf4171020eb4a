// Package terminal says what a stream of output can show.
package terminal

import (
	"io"
	"os"

	"golang.org/x/term"
)

// Is says whether w is a terminal on which a line can be written over.
func Is(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}

// Escapes says whether w understands escape sequences, and the user wants any:
// not if NO_COLOR is set to whatever it may be (https://no-color.org).
func Escapes(w io.Writer) bool { return Is(w) && os.Getenv("NO_COLOR") == "" }

// Size is the size of the terminal w, or that of one nobody has to widen if it
// does not tell.
func Size(w io.Writer) (columns, rows int) {
	if f, ok := w.(*os.File); ok {
		if columns, rows, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 && rows > 0 {
			return columns, rows
		}
	}
	return 80, 24
}
