package tracefs

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseFormat(t *testing.T) {
	const text = `name: some
ID: 7
format:
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;

	field:char comm[16];	offset:8;	size:16;	signed:0;
	field:__u8 saddr[sizeof(struct sockaddr_in6)];	offset:24;	size:28;	signed:0;
	field:__data_loc char[] name;	offset:52;	size:4;	signed:1;
	field:const char * path;	offset:56;	size:8;	signed:0;

print fmt: "%s", REC->comm
`
	got, err := ParseFormat(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	want := &Format{Name: "some", ID: 7, Fields: []Field{
		{Type: "unsigned short", Name: "common_type", Size: 2},
		{Type: "char", Name: "comm", Offset: 8, Size: 16, Length: 16},
		{Type: "__u8", Name: "saddr", Offset: 24, Size: 28, Length: 28},
		{Type: "__data_loc char[]", Name: "name", Offset: 52, Size: 4, Signed: true},
		{Type: "const char *", Name: "path", Offset: 56, Size: 8},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"", "name: x\n", "field:;\nprint fmt:", "field:int a; offset:x;\nprint fmt:", "field:int a; offset:99999999;\nprint fmt:"} {
		if f, err := ParseFormat(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is parsed as %+v", bad, f)
		}
	}
}

// FuzzParseFormat looks for input that makes the parser panic, or break its
// bounds.
func FuzzParseFormat(f *testing.F) {
	f.Add("name: x\nfield:char a[4]; offset:8; size:4; signed:0;\nprint fmt: \"\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		format, err := ParseFormat(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, field := range format.Fields {
			if field.Name == "" || field.Offset > maxField || field.Size > maxField || field.Length > field.Size {
				t.Errorf("%+v", field)
			}
		}
	})
}
