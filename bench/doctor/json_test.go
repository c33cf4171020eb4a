package doctor_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/probecost/probecost/bench/doctor"
)

// TestSchema holds what is printed for programs against its schema.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../results/render/schema/doctor.json")
	if err != nil {
		t.Fatal(err)
	}
	validate := func(text []byte) error {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(value)
	}
	var last []byte
	for _, p := range patients {
		m := machine(t, p.name, p.arch, p.cpu)
		m.Process = p.process
		if last, err = json.Marshal(doctor.Examine(m)); err != nil {
			t.Fatal(err)
		}
		if err := validate(last); err != nil {
			t.Errorf("%s: %v", p.name, err)
		}
	}
	for name, change := range map[string][2]string{
		"a state that there is not": {`"state":"wrong"`, `"state":"meh"`},
		"an answer in words":        {`"can_measure":"no"`, `"can_measure":"perhaps"`},
		"nothing was seen":          {`"saw":"amd64"`, `"saw":""`},
		"no without a reason":       {`"can":"yes"}],"ways"`, `"can":"no"}],"ways"`},
	} {
		bad := strings.Replace(string(last), change[0], change[1], 1)
		if bad == string(last) {
			t.Fatalf("%s: nothing was changed in %s", name, last)
		}
		if validate([]byte(bad)) == nil {
			t.Errorf("%s: the schema allows it", name)
		}
	}
}
