package object

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestSet(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []byte
	}{
		{"s8", "-128", []byte{0x80}},
		{"s8", "127", []byte{0x7f}},
		{"u8", "255", []byte{0xff}},
		{"s16", "-32768", []byte{0, 0x80}},
		{"u16", "0xffff", []byte{0xff, 0xff}},
		{"s32", "-2", []byte{0xfe, 0xff, 0xff, 0xff}},
		{"u32", "4294967295", []byte{0xff, 0xff, 0xff, 0xff}},
		{"s64", "-9223372036854775808", []byte{0, 0, 0, 0, 0, 0, 0, 0x80}},
		{"u64", "18446744073709551615", bytes.Repeat([]byte{0xff}, 8)},
		{"u64", "0b101", []byte{5, 0, 0, 0, 0, 0, 0, 0}},
		{"alias", "7", []byte{7, 0, 0, 0}},
		{"flag", "true", []byte{1}},
		{"flag", "false", []byte{0}},
		{"flag", "1", []byte{1}},
		{"level", "LOUD", []byte{7, 0, 0, 0}},
		{"level", "1", []byte{1, 0, 0, 0}},
		{"below", "-1", []byte{0xff, 0xff, 0xff, 0xff}},
		{"below", "LESS", []byte{0xff, 0xff, 0xff, 0xff}},
		{"prefix", "seven c", []byte("seven c\x00")},
		{"prefix", "", make([]byte, 8)},
		{"step", "9", []byte{9, 0, 0, 0}},
		{"total", "9", []byte{9, 0, 0, 0, 0, 0, 0, 0}},
	} {
		o := open(t, "globals")
		if found, err := o.Set(test.name, test.text); !found || err != nil {
			t.Errorf("Set(%s, %q) = %v, %v", test.name, test.text, found, err)
			continue
		}
		got := make([]byte, len(test.want))
		if err := o.spec.Variables[test.name].Get(got); err != nil || !bytes.Equal(got, test.want) {
			t.Errorf("%s = %q is %v (%v), want %v", test.name, test.text, got, err, test.want)
		}
		if d := o.Describe(); !slices.Equal(d.Set, []string{test.name + "=" + test.text}) {
			t.Errorf("described as %q", d.Set)
		}
	}
}

func TestSetRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"s8", "128", "no number of 8 bits"},
		{"s8", "-129", "no number of 8 bits"},
		{"u8", "256", "no number of 8 bits"},
		{"u8", "-1", "no number of 8 bits"},
		{"u16", "65536", "no number of 16 bits"},
		{"s32", "2147483648", "no number of 32 bits"},
		{"u64", "18446744073709551616", "no number of 64 bits"},
		{"u32", "many", "no number of 32 bits"},
		{"u32", "", "no number of 32 bits"},
		{"u32", "1.5", "no number of 32 bits"},
		{"flag", "maybe", "no number of 8 bits"},
		{"level", "QUIETER", "no number of 32 bits"},
		{"prefix", "eight ch", "longer than the 7 characters"},
		{"list", "1", "only numbers, truth values, enumerators and strings can be set"},
		{"pair", "1", "only numbers, truth values, enumerators and strings can be set"},
	} {
		o := open(t, "globals")
		found, err := o.Set(test.name, test.text)
		if !found || err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "set "+test.name) {
			t.Errorf("Set(%s, %q) = %v, %v; want an error with %q", test.name, test.text, found, err, test.want)
		}
		if d := o.Describe(); d.Set != nil {
			t.Errorf("described as %q though it was refused", d.Set)
		}
	}
	o := open(t, "globals")
	if found, err := o.Set("nothing", "1"); found || err != nil {
		t.Errorf("nothing: %v, %v", found, err)
	}
	if !slices.Contains(o.Variables(), "u16") {
		t.Errorf("variables %q", o.Variables())
	}
}
