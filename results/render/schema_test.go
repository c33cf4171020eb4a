package render

import (
	"bytes"
	"io"
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

// TestSchemas: what is printed for programs is as its schema says, and what is
// not is told from it.
func TestSchemas(t *testing.T) {
	for schema, test := range map[string]struct {
		write func(io.Writer) error
		bad   [][2]string // what, and by what it is replaced
	}{
		"trend.json": {
			func(w io.Writer) error {
				return TrendJSON(w, append(seriesOf(t, past(t, 60, "kprobe", "tracepoint")), seriesOf(t, past(t, 3, "fentry"))...))
			},
			[][2]string{
				{`"verdict": "worse"`, `"verdict": "meh"`},
				{`"verdict": null`, `"verdict": "same"`},
				{`"what": "kernel"`, `"what": "weather"`},
				{`"started": "2026-01-01T`, `"started": "yesterday T`},
				{`"points": [`, `"dots": [`},
			},
		},
		"merge.json": {
			func(w io.Writer) error { return MergedJSON(w, machines(t)) },
			[][2]string{
				{`"metric": "ns/event"`, `"metric": "furlongs"`},
				{`"geometric_mean": `, `"geometric_mean": -`},
				{`"fingerprint": `, `"footprint": `},
				{`"sessions": 2`, `"sessions": 0`},
			},
		},
	} {
		t.Run(schema, func(t *testing.T) {
			var b bytes.Buffer
			if err := test.write(&b); err != nil {
				t.Fatal(err)
			}
			if err := validate(t, schema, b.Bytes()); err != nil {
				t.Error(err)
			}
			for _, change := range test.bad {
				bad := strings.Replace(b.String(), change[0], change[1], 1)
				if bad == b.String() {
					t.Fatalf("there is no %s", change[0])
				}
				if err := validate(t, schema, []byte(bad)); err == nil {
					t.Errorf("the schema allows %s", change[1])
				}
			}
		})
	}
}
