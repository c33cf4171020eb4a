package event

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cilium/ebpf/btf"
)

func TestDeclare(t *testing.T) {
	proto := &btf.FuncProto{Return: num, Params: []btf.FuncParam{param("x", long), param("", pointerTo(void))}}
	for _, test := range []struct {
		typ  btf.Type
		want string
	}{
		{num, "int n"},
		{&btf.Int{Name: "long unsigned int", Size: 8}, "unsigned long n"},
		{&btf.Int{Name: "_Bool", Size: 1}, "bool n"},
		{pointerTo(task), "struct task_struct *n"},
		{pointerTo(pointerTo(char)), "char **n"},
		{pointerTo(&btf.Const{Type: char}), "const char *n"},
		{&btf.Const{Type: pointerTo(char)}, "char *const n"},
		{pointerTo(&btf.Const{Type: pointerTo(&btf.Const{Type: char})}), "const char *const *n"},
		{&btf.Array{Index: num, Type: pointerTo(char), Nelems: 4}, "char *n[4]"},
		{pointerTo(&btf.Array{Index: num, Type: char, Nelems: 4}), "char (*n)[4]"},
		{pointerTo(proto), "int (*n)(long x, void *)"},
		{pointerTo(&btf.FuncProto{Return: void}), "void (*n)(void)"},
		{pointerTo(&btf.Typedef{Name: "fn_t", Type: proto}), "fn_t *n"},
		{&btf.Volatile{Type: num}, "volatile int n"},
		{pointerTo(&btf.TypeTag{Type: char, Value: "user"}), "char *n"},
		{&btf.Enum{Name: "kind", Size: 4}, "enum kind n"},
		{&btf.Union{Name: "u"}, "union u n"},
		{&btf.Fwd{Name: "f", Kind: btf.FwdStruct}, "struct f n"},
		{&btf.Struct{}, "struct {…} n"},
	} {
		if got := declare(test.typ, "n"); got != test.want {
			t.Errorf("declare() = %q, want %q", got, test.want)
		}
	}
}

// TestNumbers compares with another source of the numbers of system calls, the
// constants of golang.org/x/sys, on each architecture.
func TestNumbers(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/sys").Output()
	if err != nil {
		t.Skipf("go, or the source of golang.org/x/sys, is not here: %v", err)
	}
	constant := regexp.MustCompile(`^\s+SYS_(\w+)\s+= (\d+)$`)
	for _, arch := range architectures {
		file, err := os.Open(filepath.Join(strings.TrimSpace(string(out)), "unix", "zsysnum_linux_"+arch.Name+".go"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		compared := 0
		for lines := bufio.NewScanner(file); lines.Scan(); {
			m := constant.FindStringSubmatch(lines.Text())
			if m == nil {
				continue
			}
			name := strings.ToLower(m[1])
			compared++
			if n, ok := arch.number(name); !ok || strconv.Itoa(n) != m[2] {
				t.Errorf("%s on %s is %d (%v), want %s", name, arch.Name, n, ok, m[2])
			}
		}
		if compared < 300 {
			t.Errorf("%s: only %d numbers were compared", arch.Name, compared)
		}
	}
}

func TestArchitecture(t *testing.T) {
	for member, want := range map[string]string{"orig_ax": "amd64", "pstate": "arm64"} {
		types, _ := spec(t, []btf.Type{&btf.Struct{Name: "pt_regs", Size: 8, Members: []btf.Member{{Name: member, Type: long}}}})
		if arch, err := architectureOf(types); err != nil || arch.Name != want {
			t.Errorf("with %s: %v, %v", member, arch, err)
		}
	}
	for _, name := range []string{"pt_regs", "other"} {
		types, _ := spec(t, []btf.Type{&btf.Struct{Name: name, Size: 8, Members: []btf.Member{{Name: "gpr", Type: long}}}})
		if _, err := architectureOf(types); !errors.Is(err, errArchitecture) {
			t.Errorf("an architecture that is not known: %v", err)
		}
	}
}
