package doctor

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/attach"
)

// lockdown is that of the kernel: above "none" it hides how a kprobe gets
// control.
var lockdown = Check{
	Name: "lockdown",
	Run:  true,
	Time: true,
	Look: func(m Machine) Finding {
		const path = "sys/kernel/security/lockdown"
		level := m.Environment.Lockdown
		switch {
		case level == "":
			_, err := m.read(path)
			return unseen(path, err)
		case strings.Contains(level, "[none]"), !m.kprobes():
			return good(fmt.Sprintf("/%s is %s", path, level))
		}
		return Finding{Doubt, fmt.Sprintf("/%s is %s", path, level), "it hides how a kprobe gets control",
			"boot with lockdown=none, without Secure Boot"}
	},
}

// kprobes says whether a type is to be measured that makes a kprobe.
func (m Machine) kprobes() bool {
	return slices.ContainsFunc(attach.All, func(t attach.Type) bool { return t.Kprobe && slices.Contains(m.Attach, t.Name) })
}

// mitigations are facts: a kernel without them is not what anybody runs.
var mitigations = Check{
	Name: "mitigations",
	Look: func(m Machine) Finding {
		const path = "sys/devices/system/cpu/vulnerabilities"
		entries, err := fs.ReadDir(m.files(), path)
		if err != nil {
			return unseen(path, err)
		}
		var in, open []string
		for _, entry := range entries {
			text, _ := m.read(path + "/" + entry.Name())
			switch {
			case strings.HasPrefix(text, "Mitigation:"):
				in = append(in, entry.Name())
			case strings.HasPrefix(text, "Vulnerable"):
				open = append(open, entry.Name())
			}
		}
		return fact(fmt.Sprintf("mitigated: %s; vulnerable: %s", orNone(in), orNone(open)))
	},
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
