package object

import (
	"fmt"
	"testing"
)

// TestSubjectOf shows that a relocation is named, also one whose text is not
// what it was when this was written.
func TestSubjectOf(t *testing.T) {
	types := open(t, "tool").spec.Types
	task, err := types.AnyTypeByName("task_struct")
	if err != nil {
		t.Fatal(err)
	}
	id, err := types.TypeID(task)
	if err != nil {
		t.Fatal(err)
	}
	suffix := func(path string) string { return fmt.Sprintf("CORERelocation(byte_off, x[%s], local_id=%d)", path, id) }
	for text, want := range map[string]string{
		suffix("0"):            "task_struct",
		suffix("0:0"):          "task_struct.pid",
		suffix("0:2"):          "task_struct.comm",
		suffix("0:2:3"):        "task_struct.comm[3]",
		suffix("0:9"):          suffix("0:9"),
		suffix("0:0:0"):        suffix("0:0:0"),
		"something else":       "something else",
		"x[0], local_id=9999)": "x[0], local_id=9999)",
	} {
		if got := subjectOf(text, types); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
