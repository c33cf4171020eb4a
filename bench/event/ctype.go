package event

import (
	"fmt"
	"strings"

	"github.com/cilium/ebpf/btf"
)

// cType is a type that can be written in C.
type cType struct{ btf.Type }

// String is the type in C, without a name.
func (t cType) String() string { return declare(t.Type, "") }

// declare writes the declaration of a name in C; without a name, the type.
func declare(typ btf.Type, name string) string {
	switch t := typ.(type) {
	case *btf.Pointer:
		return declare(t.Target, pointer(t.Target, name))
	case *btf.Array:
		return declare(t.Type, fmt.Sprintf("%s[%d]", name, t.Nelems))
	case *btf.FuncProto:
		params := make([]string, len(t.Params))
		for i, p := range t.Params {
			params[i] = declare(p.Type, p.Name)
		}
		if len(params) == 0 {
			params = []string{"void"}
		}
		return declare(t.Return, fmt.Sprintf("%s(%s)", name, strings.Join(params, ", ")))
	case *btf.TypeTag: // __user, __rcu: as a comment of the type it is one too many
		return declare(t.Type, name)
	case *btf.Const:
		return qualified("const", t.Type, name)
	case *btf.Volatile:
		return qualified("volatile", t.Type, name)
	case *btf.Restrict:
		return qualified("restrict", t.Type, name)
	}
	return join(baseName(typ), name)
}

// qualified puts a qualifier before a type, or behind the asterisk of a
// pointer.
func qualified(qualifier string, typ btf.Type, name string) string {
	if p, ok := btf.As[*btf.Pointer](typ); ok {
		if _, named := typ.(*btf.Typedef); !named {
			return declare(p, join(qualifier, name))
		}
	}
	return qualifier + " " + declare(typ, name)
}

// pointer is a name behind an asterisk, in parentheses if it would otherwise
// belong to what comes after it.
func pointer(target btf.Type, name string) string {
	switch btf.UnderlyingType(target).(type) {
	case *btf.Array, *btf.FuncProto:
		if _, named := target.(*btf.Typedef); !named {
			return "(*" + name + ")"
		}
	}
	return "*" + name
}

// join keeps asterisks at the name, as the kernel's style has it.
func join(typ, name string) string {
	if name == "" {
		return typ
	}
	if strings.HasPrefix(name, "[") {
		return typ + name
	}
	return typ + " " + name
}

// plain are the names that the kernel's style prefers to those that compilers
// give to C's types.
var plain = map[string]string{
	"_Bool":                  "bool",
	"short int":              "short",
	"short unsigned int":     "unsigned short",
	"long int":               "long",
	"long unsigned int":      "unsigned long",
	"long long int":          "long long",
	"long long unsigned int": "unsigned long long",
}

func baseName(typ btf.Type) string {
	name := typ.TypeName()
	if name == "" {
		name = "{…}" // of a type without a name
	}
	switch t := typ.(type) {
	case *btf.Void:
		return "void"
	case *btf.Int:
		if kernel, ok := plain[t.Name]; ok {
			return kernel
		}
	case *btf.Struct:
		return "struct " + name
	case *btf.Union:
		return "union " + name
	case *btf.Enum:
		return "enum " + name
	case *btf.Fwd:
		return t.Kind.String() + " " + name
	}
	return name
}
