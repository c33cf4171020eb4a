package page

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"testing"
)

// filled gives every string below v a text of its own that is markup, and every
// list an element.
func filled(v reflect.Value, names *[]string) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Cell]() {
			filled(v.FieldByName("Text"), names) // Why is a part of the section
			return
		}
		for i := range v.NumField() {
			filled(v.Field(i), names)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), names)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		filled(v.Index(0), names)
		filled(v.Index(1), names)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(len(*names)))
	case reflect.String:
		name := fmt.Sprintf("text%04d", len(*names))
		switch v.Type() {
		case reflect.TypeFor[template.HTML](), reflect.TypeFor[template.CSS]():
			v.SetString(name) // is as it is
		default:
			v.SetString(name + `<b onclick="x">&'`)
		}
		*names = append(*names, name)
	}
}

// TestWrite: everything that a page has is on it, and is no markup.
func TestWrite(t *testing.T) {
	var p Page
	var names []string
	filled(reflect.ValueOf(&p).Elem(), &names)
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.Contains(b.String(), name) {
			t.Errorf("%s is not on the page", name)
		}
	}
	if len(names) < 100 || strings.Contains(b.String(), "<b onclick") {
		t.Errorf("%d texts, of which some are markup", len(names))
	}
}

// TestWriteNothing: what is empty leaves no list, no table and no figure.
func TestWriteNothing(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, Page{Sections: []Section{{ID: "a", Title: "A", Parts: []Part{{}}}}}); err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"<table", "<figure", "<pre", "<ol", `class="notes"`, `class="doubts"`, `class="facts"`} {
		if strings.Contains(b.String(), tag) {
			t.Errorf("there is %s", tag)
		}
	}
}
