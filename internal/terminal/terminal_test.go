package terminal

import (
	"bytes"
	"os"
	"testing"
)

// TestNone: what is no terminal. Terminals are in scripts of cmd/probecost, with
// a pseudo-terminal: progress.txtar and colour.txtar.
func TestNone(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if Is(&bytes.Buffer{}) || Is(file) || Is(null) || Escapes(file) {
		t.Error("a buffer or file is said to be a terminal")
	}
	if columns, rows := Size(file); columns != 80 || rows != 24 {
		t.Errorf("a file has %d columns, %d rows", columns, rows)
	}
}
