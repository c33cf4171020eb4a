package object

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
)

// Set gives a global variable of the object, in .rodata, .data or .bss, the
// value that a text says: a number, true or false, the name of an enumerator,
// or for an array of characters a string. It returns false if the object has no
// such variable.
func (o *Object) Set(name, text string) (found bool, err error) {
	variable, ok := o.spec.Variables[name]
	if !ok {
		return false, nil
	}
	value, err := parseValue(variable, text)
	if err == nil {
		err = variable.Set(value)
	}
	if err != nil {
		return true, fmt.Errorf("set %s to %q: %w", name, text, err)
	}
	o.set = append(o.set, name+"="+text)
	return true, nil
}

// Variables lists the names of the variables that can be set.
func (o *Object) Variables() []string { return slices.Sorted(maps.Keys(o.spec.Variables)) }

// parseValue makes of text the bytes of a variable.
func parseValue(v *ebpf.VariableSpec, text string) ([]byte, error) {
	size := int(v.Size())
	if v.Type == nil {
		return integer(text, size, strings.HasPrefix(text, "-"))
	}
	switch t := btf.UnderlyingType(v.Type.Type).(type) {
	case *btf.Int:
		if t.Encoding == btf.Bool && (text == "true" || text == "false") {
			text = map[string]string{"true": "1", "false": "0"}[text]
		}
		return integer(text, size, t.Encoding == btf.Signed)
	case *btf.Enum:
		for _, e := range t.Values {
			if e.Name == text {
				text = strconv.FormatInt(int64(e.Value), 10)
				break
			}
		}
		// Before clang 15, negative ones were not marked as such.
		return integer(text, size, t.Signed || strings.HasPrefix(text, "-"))
	case *btf.Array:
		element, ok := btf.UnderlyingType(t.Type).(*btf.Int)
		if !ok || element.Size != 1 {
			break
		}
		if len(text) >= size {
			return nil, fmt.Errorf("it is longer than the %d characters that there is room for", size-1)
		}
		return append([]byte(text), make([]byte, size-len(text))...), nil
	}
	return nil, fmt.Errorf("it is a %v: only numbers, truth values, enumerators and strings can be set", v.Type.Type)
}

// integer makes of a number the bytes of one of that size, in this machine's
// order.
func integer(text string, size int, signed bool) ([]byte, error) {
	var value uint64
	var err error
	if signed {
		var n int64
		n, err = strconv.ParseInt(text, 0, 8*size)
		value = uint64(n)
	} else {
		value, err = strconv.ParseUint(text, 0, 8*size)
	}
	if err != nil {
		return nil, fmt.Errorf("no number of %d bits", 8*size)
	}
	switch size {
	case 1:
		return []byte{byte(value)}, nil
	case 2:
		return binary.NativeEndian.AppendUint16(nil, uint16(value)), nil
	case 4:
		return binary.NativeEndian.AppendUint32(nil, uint32(value)), nil
	case 8:
		return binary.NativeEndian.AppendUint64(nil, value), nil
	}
	return nil, fmt.Errorf("its %d bytes are no number", size)
}
