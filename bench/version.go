package bench

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/probecost/probecost/bpf"
)

// version and commit are set by make build: -ldflags "-X …/bench.version=v1.2.3".
var version, commit string

// Version is this program's version: the release, or the commit it was built
// from as far as the build knows it.
func Version() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return info.Main.Version
}

// About is what this program was built from, a line each: its version, the
// commit, the compiler, and the handlers, by the digest that recordings have.
func About() string {
	var b strings.Builder
	fmt.Fprintf(&b, "probecost %s\n", Version())
	fmt.Fprintf(&b, "commit:   %s\n", cmp.Or(commit, built(), "unknown"))
	fmt.Fprintf(&b, "go:       %s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(&b, "handlers: %s\n", bpf.Digest())
	return b.String()
}

// built is the commit that this was built from, if go build has seen it.
func built() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	text := settings["vcs.revision"]
	if date := settings["vcs.time"]; date != "" {
		text += " of " + date
	}
	if settings["vcs.modified"] == "true" {
		text += ", and changes"
	}
	return text
}
