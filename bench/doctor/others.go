package doctor

import (
	"fmt"
	"strings"
)

// hooks is whether somebody else is on what is to be measured.
var hooks = Check{
	Name: "hooks",
	Look: func(m Machine) Finding {
		if m.Try == nil {
			return Finding{State: Unseen, Saw: "whether others have programs on the hooks was not tried"}
		}
		var saw, mend []string
		for _, o := range m.Others {
			saw, mend = append(saw, o.Tracer), append(mend, o.Remedy)
		}
		if len(saw) > 0 {
			return Finding{Wrong, strings.Join(saw, "; "), "its cost would be in base too", strings.Join(mend, "; ")}
		}
		if len(m.Unknown) > 0 {
			return Finding{State: Unseen, Saw: strings.Join(m.Unknown, "; ")}
		}
		return good("nobody else is on them")
	},
}

// onlyOne is whether another probecost measures.
var onlyOne = Check{
	Name: "other runs",
	Look: func(m Machine) Finding {
		if m.Busy {
			return Finding{Fact, "another probecost measures at this moment", "nothing was tried; a run waits", "probecost doctor --wait"}
		}
		return good("no other probecost measures")
	},
}

var load = Check{
	Name: "load",
	Look: func(m Machine) Finding {
		const path = "proc/loadavg"
		text, err := m.read(path)
		var average float64
		if _, scanErr := fmt.Sscan(text, &average); err != nil || scanErr != nil {
			return unseen(path, err)
		}
		saw := fmt.Sprintf("%.2f tasks ran at once in the last minute (/%s)", average, path)
		if average >= 1 {
			return Finding{Doubt, saw, "they take cache, memory and power from the bench CPU", "end what else runs"}
		}
		return good(saw)
	},
}

// scarce is the share of the memory that is available below which the kernel may
// begin to look for more at any moment.
const scarce = 0.05

var memory = Check{
	Name: "memory",
	Look: func(m Machine) Finding {
		const path = "proc/meminfo"
		text, err := m.read(path)
		if err != nil {
			return unseen(path, err)
		}
		kilobytes := map[string]float64{}
		for line := range strings.Lines(text) {
			name, value, _ := strings.Cut(line, ":")
			var n float64
			if _, err := fmt.Sscan(value, &n); err == nil {
				kilobytes[name] = n
			}
		}
		available, total := kilobytes["MemAvailable"], kilobytes["MemTotal"]
		saw := fmt.Sprintf("%.1f of %.1f GB are available", available/1e6, total/1e6)
		if total > 0 && available < scarce*total {
			return Finding{Doubt, saw, "the kernel may reclaim memory or swap meanwhile", "end what else runs"}
		}
		return good(saw)
	},
}
