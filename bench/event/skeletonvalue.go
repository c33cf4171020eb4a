package event

import (
	"fmt"
	"slices"

	"github.com/cilium/ebpf/btf"
)

// argument fetches an argument from where it is, an expression of type __u64,
// and prints it. Pointers to structs are followed to a member.
func (p *program) argument(a Arg, from string) {
	name := a.Name
	if name == "" {
		name = fmt.Sprintf("arg%d", a.Index)
	}
	if integer, ok := integerType(a.typ.Type); ok {
		p.line("%s %s = (%s)%s;", integer, name, integer, from)
		p.values = append(p.values, number(name, name, integer))
		return
	}
	target := pointed(a.typ.Type)
	if p.direct && !readable(a.typ.Type) {
		p.line("/* %s: the verifier lets no program of this type read it */", a.Declaration)
		return
	}
	if char, ok := target.(*btf.Int); ok && char.Name == "char" {
		p.line("const char *%s = (const char *)%s;", name, from)
		p.values = append(p.values, value{name, "%s", name})
		return
	}
	if s, ok := target.(*btf.Struct); ok {
		if m, integer, ok := telling(s); ok {
			p.member(s.Name, integer+" "+m)
			p.line("struct %s *%s = (struct %s *)%s;", s.Name, name, s.Name, from)
			p.values = append(p.values, number(name+"->"+m, p.read(name, m), integer))
			return
		}
	}
	p.line("void *%s = (void *)%s; /* %s */", name, from, a.Declaration)
	p.values = append(p.values, value{name, "%llx", "(__u64)" + name})
}

// readable says whether the verifier lets a program whose arguments it knows
// the types of read such a pointer: btf_ctx_access() in kernel/bpf/btf.c. To a
// const void it is none of those that are.
func readable(typ btf.Type) bool {
	p, ok := btf.As[*btf.Pointer](typ)
	if !ok {
		return false
	}
	if _, ok := p.Target.(*btf.Void); ok {
		return true
	}
	switch btf.UnderlyingType(p.Target).(type) {
	case *btf.Struct, *btf.Int:
		return true
	}
	return false
}

// read reads a member through a pointer, which may be NULL.
func (p *program) read(pointer, member string) string {
	if p.direct {
		return fmt.Sprintf("(%s ? %s->%s : 0)", pointer, pointer, member)
	}
	return fmt.Sprintf("BPF_CORE_READ(%s, %s)", pointer, member)
}

// number prints an integer of a type.
func number(label, expression, integer string) value {
	if integer[2] == 's' {
		return value{label, "%lld", "(__s64)" + expression}
	}
	return value{label, "%llu", "(__u64)" + expression}
}

// integerType is the type of fixed size for an integer of the kernel.
func integerType(typ btf.Type) (string, bool) {
	switch t := btf.UnderlyingType(typ).(type) {
	case *btf.Int:
		return fixed(t.Size, t.Encoding == btf.Signed || t.Encoding == btf.Char && t.Size == 1)
	case *btf.Enum:
		return fixed(t.Size, t.Signed)
	}
	return "", false
}

func fixed(size uint32, signed bool) (string, bool) {
	if !slices.Contains([]uint32{1, 2, 4, 8}, size) {
		return "", false
	}
	if signed {
		return fmt.Sprintf("__s%d", size*8), true
	}
	return fmt.Sprintf("__u%d", size*8), true
}

// pointed is what a pointer points to; nil if it is none.
func pointed(typ btf.Type) btf.Type {
	p, ok := btf.As[*btf.Pointer](typ)
	if !ok {
		return nil
	}
	return btf.UnderlyingType(p.Target)
}

// wanted are members that say most about a thing of the kernel.
var wanted = []string{"pid", "i_ino", "ifindex", "len", "id", "irq", "cpu", "orig_ax", "syscallno", "nr", "flags", "state"}

// telling is an integer member of a struct that says which one it is.
func telling(s *btf.Struct) (name, integer string, ok bool) {
	integers := map[string]string{}
	first := ""
	for _, m := range s.Members {
		// To a loader, an enum is no relative of an integer.
		_, number := btf.As[*btf.Int](m.Type)
		if typ, ok := integerType(m.Type); ok && number && m.Name != "" && m.BitfieldSize == 0 {
			integers[m.Name] = typ
			if first == "" {
				first = m.Name
			}
		}
	}
	for _, name := range append(slices.Clone(wanted), first) {
		if typ, ok := integers[name]; ok && s.Name != "" {
			return name, typ, true
		}
	}
	return "", "", false
}
