// Package kallsyms reads the kernel's table of its own symbols.
package kallsyms

import (
	"bufio"
	"io"
	"iter"
	"strconv"
	"strings"
)

// Path is the table: proc(5).
const Path = "/proc/kallsyms"

// Symbol is one line of the table.
type Symbol struct {
	Name    string
	Address uint64 // 0 where the kernel hides it: sysctl kernel.kptr_restrict
	Code    bool   // a function, and no variable
	Module  string // "" is the kernel itself
}

// Symbols reads lines of the form
//
//	ffffffff81451cb0 T __set_task_comm
//	ffffffffc0100000 t ext4_file_open	[ext4]
//
// and passes over what is none.
func Symbols(r io.Reader) iter.Seq[Symbol] {
	return func(yield func(Symbol) bool) {
		for lines := bufio.NewScanner(r); lines.Scan(); {
			fields := strings.Fields(lines.Text())
			if len(fields) < 3 {
				continue
			}
			address, err := strconv.ParseUint(fields[0], 16, 64)
			if err != nil {
				continue
			}
			s := Symbol{Name: fields[2], Address: address, Code: strings.ContainsAny(fields[1], "tTwW")}
			if len(fields) > 3 {
				s.Module = strings.Trim(fields[3], "[]")
			}
			if !yield(s) {
				return
			}
		}
	}
}
