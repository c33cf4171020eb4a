package bench

import "github.com/probecost/probecost/bench/tune"

// turbo is "on", "off", or "" if the kernel does not govern it, as in most
// virtual machines.
func turbo(read func(file string) string) string {
	for _, t := range tune.Turbos {
		switch read(t.File) {
		case t.On:
			return "on"
		case t.Off:
			return "off"
		}
	}
	return ""
}
