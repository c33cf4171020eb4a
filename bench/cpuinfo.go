package bench

import (
	"fmt"
	"strings"
)

// cpuInfo is what of /proc/cpuinfo bears on a measurement.
type cpuInfo struct {
	model, microcode string
	hypervisor       bool
}

// parseCPUInfo reads the first processor's entry. On arm64 there is no model
// name; implementer and part stand for it.
func parseCPUInfo(text string) cpuInfo {
	first, _, _ := strings.Cut(text, "\n\n")
	field := map[string]string{}
	for line := range strings.Lines(first) {
		key, value, _ := strings.Cut(line, ":")
		field[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	info := cpuInfo{model: field["model name"], microcode: field["microcode"]}
	if info.model == "" && field["CPU part"] != "" {
		info.model = fmt.Sprintf("implementer %s part %s", field["CPU implementer"], field["CPU part"])
	}
	info.hypervisor = strings.Contains(" "+field["flags"]+" ", " hypervisor ")
	return info
}
