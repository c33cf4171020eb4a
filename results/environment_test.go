package results

import (
	"reflect"
	"slices"
	"testing"
)

// TestFingerprintDecidesOnEveryMember fails when a new member of Environment
// is in neither list: decide whether recordings that differ in it compare.
func TestFingerprintDecidesOnEveryMember(t *testing.T) {
	var names []string
	for _, m := range (Environment{}).members() {
		names = append(names, m.name)
	}
	decided := slices.Concat(fingerprinted, notFingerprinted)
	slices.Sort(names)
	slices.Sort(decided)
	if !slices.Equal(names, decided) {
		t.Errorf("members\n%q, decided on\n%q", names, decided)
	}
}

// TestEachMember changes one member after another.
func TestEachMember(t *testing.T) {
	seen := map[string]string{(Environment{}).Fingerprint(): "nothing"}
	for i, m := range (Environment{}).members() {
		var e Environment
		switch field := reflect.ValueOf(&e).Elem().Field(i); field.Kind() {
		case reflect.String:
			field.SetString("x")
		case reflect.Bool:
			field.SetBool(true)
		default:
			t.Fatalf("%s: the test knows no %s", m.name, field.Kind())
		}
		if got := (Environment{}).Changed(e); !slices.Equal(got, []string{m.name}) {
			t.Errorf("%s: Changed() = %q", m.name, got)
		}
		if got := e.Changed(e); got != nil {
			t.Errorf("%s: changed to itself: %q", m.name, got)
		}
		digest := e.Fingerprint()
		if !slices.Contains(fingerprinted, m.name) {
			if digest != (Environment{}).Fingerprint() {
				t.Errorf("%s changes the fingerprint", m.name)
			}
			continue
		}
		if other, ok := seen[digest]; ok {
			t.Errorf("%s gives the fingerprint of %s", m.name, other)
		}
		seen[digest] = m.name
	}
}

// TestFingerprintStays: history is looked up by fingerprints of old recordings.
func TestFingerprintStays(t *testing.T) {
	e := Environment{Kernel: "6.12.1", CPU: "Fast CPU", Hypervisor: true, Go: "go1.26", Turbo: "off"}
	if got, want := e.Fingerprint(), "b7777f1590ec7984"; got != want {
		t.Errorf("fingerprint %s, want %s", got, want)
	}
	if len(e.Fingerprint()) != 16 {
		t.Error(e.Fingerprint())
	}
}
