package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFaults shows that the manifest is valid, and that what a user may break in
// it is found: most of it decodes without a complaint.
func TestFaults(t *testing.T) {
	text, err := os.ReadFile("../bench.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"kind: Job", "kind: Jobs", "Jobs"},
		{"completionMode:", "completionsMode:", "unknown field"},
		{"completionMode: Indexed", "completionMode: Counted", "completionMode"},
		{"restartPolicy: Never", "restartPolicy: Always", "restartPolicy"},
		{"backoffLimitPerIndex: 0", "backoffLimitPerIndex: -1", "backoffLimitPerIndex"},
		{"image: debian:bookworm-slim", "", "image"},
		{"{name: results, mountPath: /results}", "{name: elsewhere, mountPath: /results}", "volumeMounts"},
		{"limits: {cpu: \"2\"", "limits: {cpu: \"1\"", "limit"},
		{"topologyKey: kubernetes.io/hostname", "topologyKey: \"\"", "topologyKey"},
		{"privileged: true\n", "privileged: true\n            allowPrivilegeEscalation: false\n", "allowPrivilegeEscalation"},
		{"name: probecost\n", "name: Probe_Cost\n", "name"},
	} {
		name := filepath.Join(t.TempDir(), "bench.yaml")
		changed := strings.Replace(string(text), c.old, c.new, 1)
		if c.old != "" && changed == string(text) {
			t.Errorf("%q is not in the manifest", c.old)
		}
		if err := os.WriteFile(name, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		n, err := file(name)
		switch {
		case c.want == "" && (err != nil || n != 2):
			t.Errorf("the manifest: %d documents, %v", n, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want an error on %s", c.new, err, c.want)
		}
	}
}
