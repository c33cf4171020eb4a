package vm

import (
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
)

// How much of the console an error shows, out of how much at its end: the last
// lines, and the first ones of a panic, which its stack trace follows.
const (
	tailBytes  = 64 << 10
	tailLines  = 20
	panicLines = 4
)

// signs are what the kernel's messages about its own end start with.
var signs = []string{"Kernel panic", "BUG: ", "Oops", "Initramfs unpacking failed", "Out of memory: Killed"}

// excerpt returns the lines of a file that tell of a failure.
func excerpt(path string) []string {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	_, _ = f.Seek(-tailBytes, io.SeekEnd) // a shorter file stays at its start
	b, _ := io.ReadAll(io.LimitReader(f, tailBytes))
	return telling(strings.FieldsFunc(printable(string(b)), func(r rune) bool { return r == '\n' }))
}

// telling picks the lines that an error shows.
func telling(lines []string) []string {
	tail := max(0, len(lines)-tailLines)
	sign := slices.IndexFunc(lines, func(line string) bool {
		return slices.ContainsFunc(signs, func(s string) bool { return strings.Contains(line, s) })
	})
	if sign < 0 || sign >= tail {
		return lines[tail:]
	}
	end := min(sign+panicLines, tail)
	return slices.Concat(lines[sign:end], []string{"[...]"}, lines[tail:])
}

// printable removes the control characters that a terminal would act on.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}
