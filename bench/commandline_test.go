package bench

import (
	"strings"
	"testing"
)

func TestCommandLine(t *testing.T) {
	if got := commandLine(""); got != "" {
		t.Errorf("of nothing: %q", got)
	}
	a := commandLine("root=UUID=secret quiet  mitigations=off isolcpus=3 console=ttyS0 -- --key private")
	if !strings.HasPrefix(a, "mitigations=off isolcpus=3 digest:") || strings.Contains(a, "secret") || strings.Contains(a, "private") {
		t.Errorf("commandLine() = %q", a)
	}
	if b := commandLine("root=UUID=secret quiet mitigations=off isolcpus=3 console=ttyS0"); b != a {
		t.Errorf("what is for init changes it: %q", b)
	}
	if b := commandLine("root=UUID=other quiet mitigations=off isolcpus=3 console=ttyS0"); b == a {
		t.Errorf("another argument does not change it: %q", b)
	}
}
