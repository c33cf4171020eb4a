package render

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// validate checks a document against a schema of the folder schema.
func validate(t *testing.T, schema string, doc []byte) error {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(filepath.Join("schema", schema))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(value)
}

func TestRowsSchema(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, everything(t)); err != nil {
		t.Fatal(err)
	}
	if err := validate(t, "rows.json", b.Bytes()); err != nil {
		t.Error(err)
	}
	for name, change := range map[string][2]string{
		"a metric that there is not": {`"metric":"ns/event"`, `"metric":"furlongs"`},
		"a share of two":             {`"clean_share":0.`, `"clean_share":2.`},
		"no workload":                {`"workload":"task_rename",`, ``},
		"a figure in words":          {`"base":2`, `"base":"much","x":2`},
		"a reason beside a figure":   {`"reason":null`, `"reason":"because"`},
	} {
		bad := strings.Replace(b.String(), change[0], change[1], 1)
		if bad == b.String() {
			t.Fatalf("%s: nothing was changed", name)
		}
		if err := validate(t, "rows.json", []byte(bad)); err == nil {
			t.Errorf("%s: the schema allows it", name)
		}
	}
}

func TestCompareSchema(t *testing.T) {
	var b bytes.Buffer
	if err := ComparisonJSON(&b, changes(t)); err != nil {
		t.Fatal(err)
	}
	if err := validate(t, "compare.json", b.Bytes()); err != nil {
		t.Error(err)
	}
	bad := strings.Replace(b.String(), `"verdict": "worse"`, `"verdict": "meh"`, 1)
	if err := validate(t, "compare.json", []byte(bad)); err == nil {
		t.Error("the schema allows any verdict")
	}
}
