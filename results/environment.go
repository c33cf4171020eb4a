package results

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
)

// fingerprinted are the members of [Environment], by JSON name, that must be
// equal for two recordings of time to be comparable: all of the machine and its
// kernel that a cost may depend on, and the handlers. The order is that of the
// fingerprint, so a new one goes to the end.
var fingerprinted = []string{
	"cpu", "microcode", "kernel", "kernel_version", "arch", "config", "btf",
	"command_line", "mitigations", "jit", "jit_harden", "bpf_stats",
	"preemption", "clocksource", "governor", "turbo", "smt", "online",
	"isolated", "hypervisor", "lockdown", "handlers", "qemu",
}

// notFingerprinted are the other ones. To compare one version of this program
// with the next is what a history is for: of it only the handlers count.
var notFingerprinted = []string{"go", "probecost"}

// Fingerprint is a short digest over all that must be equal for two recordings
// of time to be comparable: equal fingerprints, comparable recordings. Members
// that are empty are passed over, so that a recording from before there was
// such a member keeps its fingerprint. The versions of Go and of this program
// are no part of it.
func (e Environment) Fingerprint() string {
	value := map[string]any{}
	for _, m := range e.members() {
		if !m.value.IsZero() {
			value[m.name] = m.value.Interface()
		}
	}
	sum := sha256.New()
	for _, name := range fingerprinted {
		if v, ok := value[name]; ok {
			fmt.Fprintf(sum, "%s=%v\x00", name, v)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// Changed names, as in JSON, the members that are different in a later look at
// the machine.
func (e Environment) Changed(later Environment) []string {
	var names []string
	after := later.members()
	for i, m := range e.members() {
		if !m.value.Equal(after[i].value) {
			names = append(names, m.name)
		}
	}
	return names
}

// member is one field of an Environment with its JSON name.
type member struct {
	name  string
	value reflect.Value
}

func (e Environment) members() []member {
	v := reflect.ValueOf(e)
	list := make([]member, v.NumField())
	for i := range list {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		list[i] = member{name, v.Field(i)}
	}
	return list
}
