package results

import (
	"reflect"
	"slices"
	"testing"
)

// setMember sets the i-th member to one of two values.
func setMember(t *testing.T, e *Environment, i int, second bool) {
	t.Helper()
	switch field := reflect.ValueOf(e).Elem().Field(i); field.Kind() {
	case reflect.String:
		field.SetString(map[bool]string{false: "1 -x", true: "1 -y"}[second])
	case reflect.Bool:
		field.SetBool(second)
	default:
		t.Fatalf("the test knows no %s", field.Kind())
	}
}

// TestDifferencesByMember changes one member after another, and expects that
// exactly those are told that the list of the metric names.
func TestDifferencesByMember(t *testing.T) {
	for metric, names := range compared {
		for i, m := range (Environment{}).members() {
			var a, b Environment
			setMember(t, &a, i, false)
			setMember(t, &b, i, true)
			var got []string
			for _, d := range a.Differences(metric, b) {
				got = append(got, d.Member)
			}
			var want []string
			if slices.Contains(names, m.name) {
				want = []string{m.name}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s differs: told %q, want %q", metric, m.name, got, want)
			}
		}
	}
}

// TestComparedExist: a name that is no member would be compared by nobody.
func TestComparedExist(t *testing.T) {
	var all []string
	for _, m := range (Environment{}).members() {
		all = append(all, m.name)
	}
	for metric, names := range compared {
		for _, name := range names {
			if !slices.Contains(all, name) {
				t.Errorf("%s: no member %q", metric, name)
			}
			if name == "handlers" || slices.Contains(notFingerprinted, name) {
				t.Errorf("%s: %s is what is measured", metric, name)
			}
		}
	}
}

// TestUnknownIsNoDifference: recordings of an older schema lack members.
func TestUnknownIsNoDifference(t *testing.T) {
	a, b := Environment{Kernel: "6.12", Config: "x"}, Environment{Kernel: "6.12", Preemption: "full"}
	if ds := a.Differences(Time, b); ds != nil {
		t.Errorf("%v", ds)
	}
	if ds := a.Differences(Time, Environment{Kernel: "6.12", Hypervisor: true}); len(ds) != 1 || ds[0].Member != "hypervisor" {
		t.Errorf("a virtual machine and none: %v", ds)
	}
}

// TestVersionOfQEMU: another QEMU counts the same, with other flags it does not.
func TestVersionOfQEMU(t *testing.T) {
	a := Environment{QEMU: "QEMU emulator version 7.2.22 (Debian 1:7.2) -accel tcg -cpu qemu64"}
	b := Environment{QEMU: "QEMU emulator version 10.0.8 -accel tcg -cpu qemu64"}
	if ds := a.Differences(Instructions, b); ds != nil {
		t.Errorf("%v", ds)
	}
	b.QEMU = "QEMU emulator version 7.2.22 (Debian 1:7.2) -accel tcg -cpu max"
	if ds := a.Differences(Instructions, b); len(ds) != 1 || ds[0].New != "-accel tcg -cpu max" {
		t.Errorf("%v", ds)
	}
}
