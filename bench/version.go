package bench

import "runtime/debug"

// version is set by make build: -ldflags "-X …/bench.version=v1.2.3".
var version string

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
