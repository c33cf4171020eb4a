package tracefs

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// Format is the record that the kernel fills in for one tracepoint.
type Format struct {
	Name   string
	ID     uint64
	Fields []Field
}

// Field is one field of the record.
type Field struct {
	Type   string // C type as the kernel writes it, without the array: "char"
	Name   string
	Offset uint32 // bytes from the start of the record
	Size   uint32 // bytes, of the whole array if Length is not 0
	Signed bool
	Length uint32 // number of elements of an array, 0 if it is none
}

// maxField bounds offsets and sizes; the kernel's own limit is
// PERF_MAX_TRACE_SIZE, 8192 bytes.
const maxField = 1 << 16

// ReadFormat reads events/<category>/<name>/format of a tracefs.
func ReadFormat(tracefs fs.FS, category, name string) (*Format, error) {
	file := path.Join("events", category, name, "format")
	f, err := tracefs.Open(file)
	if err != nil {
		return nil, fmt.Errorf("tracepoint %s:%s: %w", category, name, err)
	}
	defer f.Close()
	format, err := ParseFormat(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return format, nil
}

// ParseFormat parses the content of a tracepoint's format file.
func ParseFormat(r io.Reader) (*Format, error) {
	format := &Format{}
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		text := strings.TrimSpace(scanner.Text())
		key, value, _ := strings.Cut(text, ":")
		var err error
		switch key {
		case "name":
			format.Name = strings.TrimSpace(value)
		case "ID":
			format.ID, err = strconv.ParseUint(strings.TrimSpace(value), 10, 64)
		case "field", "field special":
			var field Field
			field, err = parseField(value)
			format.Fields = append(format.Fields, field)
		case "print fmt":
			return format, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%q: %w", text, err)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("not a format file: no line %q", "print fmt")
}

// declaration matches "const char * filename" and "char oldcomm[16]". The
// length may be a constant's name or an expression that the kernel did not
// resolve: "sizeof(struct sockaddr_in6)" in tcp_probe of Linux 5.10.
var declaration = regexp.MustCompile(`^(.*?)\s*([A-Za-z_]\w*)(\[([^\]]*)\])?$`)

// parseField parses "char oldcomm[16];	offset:12;	size:16;	signed:0;".
func parseField(text string) (Field, error) {
	var field Field
	parts := strings.Split(text, ";")
	match := declaration.FindStringSubmatch(strings.TrimSpace(parts[0]))
	if match == nil {
		return field, fmt.Errorf("no name in declaration %q", parts[0])
	}
	field.Type, field.Name = match[1], match[2]
	for _, part := range parts[1:] {
		key, value, ok := strings.Cut(strings.TrimSpace(part), ":")
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(value, 10, 32)
		if err != nil || n > maxField {
			return field, fmt.Errorf("bad %s %q", key, value)
		}
		switch key {
		case "offset":
			field.Offset = uint32(n)
		case "size":
			field.Size = uint32(n)
		case "signed":
			field.Signed = n != 0
		}
	}
	if match[3] != "" {
		length, err := strconv.ParseUint(match[4], 10, 32)
		if err != nil || length == 0 || length > uint64(field.Size) {
			length = uint64(field.Size) // not a number: take bytes
		}
		field.Length = uint32(length)
	}
	return field, nil
}
