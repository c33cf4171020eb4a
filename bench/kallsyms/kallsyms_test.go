package kallsyms

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const table = `ffffffff81000000 T startup_64
ffffffff81123450 t fib_table_lookup
0000000000000000 W hidden
ffffffff83d986c4 B variable
ffffffffc0100000 t ext4_file_open	[ext4]
broken
zzzz T no_address
`

func TestSymbols(t *testing.T) {
	want := []Symbol{
		{"startup_64", 0xffffffff81000000, true, ""},
		{"fib_table_lookup", 0xffffffff81123450, true, ""},
		{"hidden", 0, true, ""},
		{"variable", 0xffffffff83d986c4, false, ""},
		{"ext4_file_open", 0xffffffffc0100000, true, "ext4"},
	}
	if diff := cmp.Diff(want, slices.Collect(Symbols(strings.NewReader(table)))); diff != "" {
		t.Error(diff)
	}
	for s := range Symbols(strings.NewReader(table)) {
		if s.Name != "startup_64" {
			t.Errorf("goes on to %s when it was told to stop", s.Name)
		}
		break
	}
}

// TestSymbolsOfThisKernel shows that the running kernel's table is read.
func TestSymbolsOfThisKernel(t *testing.T) {
	f, err := os.Open(Path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	for s := range Symbols(f) {
		if s.Name == "ksys_read" && s.Code {
			return
		}
	}
	t.Error("no ksys_read")
}
