package event

import (
	"errors"
	"fmt"

	"github.com/cilium/ebpf/btf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// architecture is what differs between those that the kernel runs on.
type architecture struct {
	Name   string // as Go names it
	member string // of struct pt_regs, which no other architecture has
	// prefix is that of the functions that handle system calls.
	prefix string
	// Function and Syscall are the members of pt_regs with the arguments of
	// a kernel function and of a system call, by the calling conventions.
	Function, Syscall []string
	// Number is the member with the number of the system call.
	Number string
	calls  *arch.Info
	// other has the names of system calls that the kernel's source defines
	// under another name than <asm/unistd.h>, by the source's.
	other map[string]string
	// more are numbers that the library lacks.
	more map[string]int
}

// The architectures. Arguments of system calls: syscall(2); of functions: the
// ABI of the processor.
var architectures = []*architecture{
	{
		Name: "amd64", member: "orig_ax", prefix: "__x64_sys_",
		Function: []string{"di", "si", "dx", "cx", "r8", "r9"},
		Syscall:  []string{"di", "si", "dx", "r10", "r8", "r9"},
		Number:   "orig_ax", calls: arch.X86_64,
		// arch/x86/entry/syscalls/syscall_64.tbl
		other: map[string]string{
			"newstat": "stat", "newfstat": "fstat", "newlstat": "lstat",
			"sendfile64": "sendfile", "newuname": "uname", "umount": "umount2",
		},
		more: map[string]int{"uprobe": 336},
	},
	{
		Name: "arm64", member: "pstate", prefix: "__arm64_sys_",
		Function: indexed("regs", 8),
		Syscall:  indexed("regs", 6),
		Number:   "syscallno", calls: arch.AARCH64,
		// include/uapi/asm-generic/unistd.h, arch/arm64/kernel/sys.c
		other: map[string]string{
			"newfstatat": "fstatat", "newfstat": "fstat", "sendfile64": "sendfile",
			"newuname": "uname", "umount": "umount2", "fadvise64_64": "fadvise64",
			"arm64_personality": "personality",
		},
	},
}

func indexed(name string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%s[%d]", name, i)
	}
	return list
}

// recent are system calls that came after the table of the library. New ones
// have had the same number on all architectures since 424, Linux 5.1.
var recent = map[string]int{
	"file_getattr":     unix.SYS_FILE_GETATTR,
	"file_setattr":     unix.SYS_FILE_SETATTR,
	"listns":           unix.SYS_LISTNS,
	"rseq_slice_yield": unix.SYS_RSEQ_SLICE_YIELD,
}

// tables are those to look for a name or a number in, one after the other.
func (a *architecture) tables() []map[string]int {
	return []map[string]int{a.calls.SyscallNames, a.more, recent}
}

// number is that of a system call by its name in the kernel's source.
func (a *architecture) number(name string) (int, bool) {
	if other, ok := a.other[name]; ok {
		name = other
	}
	for _, table := range a.tables() {
		if n, ok := table[name]; ok {
			return n, true
		}
	}
	return 0, false
}

// named is the system call with a number, by its name in the kernel's source.
func (a *architecture) named(number int) (string, bool) {
	for source := range a.other {
		if n, ok := a.number(source); ok && n == number {
			return source, true
		}
	}
	for _, table := range a.tables() {
		for name, n := range table {
			if n == number {
				return name, true
			}
		}
	}
	return "", false
}

// errArchitecture comes with type information that is of no known one.
var errArchitecture = errors.New("these types are of no architecture that is known here: amd64 and arm64 are")

// architectureOf finds out by struct pt_regs for what a kernel was built.
func architectureOf(types *btf.Spec) (*architecture, error) {
	var regs *btf.Struct
	if err := types.TypeByName("pt_regs", &regs); err != nil {
		return nil, fmt.Errorf("%w (struct pt_regs: %w)", errArchitecture, err)
	}
	for _, a := range architectures {
		if hasMember(regs.Members, a.member) {
			return a, nil
		}
	}
	return nil, errArchitecture
}

// hasMember looks for a member, also in structs and unions without a name.
func hasMember(members []btf.Member, name string) bool {
	for _, m := range members {
		if m.Name == name {
			return true
		}
		if m.Name != "" {
			continue
		}
		switch t := btf.UnderlyingType(m.Type).(type) {
		case *btf.Struct:
			if hasMember(t.Members, name) {
				return true
			}
		case *btf.Union:
			if hasMember(t.Members, name) {
				return true
			}
		}
	}
	return false
}
