package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/tracefs"
)

// traceFiles is tracefs, by which a tracepoint is attached to. A run of root's
// mounts one of its own.
var traceFiles = Check{
	Name: "tracefs",
	Look: func(m Machine) Finding {
		for _, path := range tracefs.Paths {
			path = strings.TrimPrefix(path, "/")
			_, err := m.read(path + "/README") // whose folder only root may enter
			switch {
			case err == nil:
				return good("/" + path)
			case isForbidden(err):
				return unseen(path, err)
			}
		}
		const without = "without it there is no kprobe and no tracepoint"
		text, _ := m.read("proc/filesystems")
		switch {
		case text != "" && !slices.Contains(strings.Fields(text), "tracefs"):
			return Finding{Doubt, "this kernel has no tracefs", without, "boot a kernel with CONFIG_FTRACE"}
		case !m.Process.Root:
			return fact("it is not mounted; a run mounts one of its own")
		}
		return Finding{Doubt, "it is not mounted", without, "mount -t tracefs tracefs " + tracefs.Paths[0]}
	},
}

// enoughDisk is ten times the largest recording so far: 400 blocks of all that
// can be measured.
const enoughDisk = 1 << 30

var disk = Check{
	Name: "disk",
	Look: func(m Machine) Finding {
		saw := fmt.Sprintf("%.1f GB free in %s", float64(m.Process.Free)/1e9, m.Process.Folder)
		switch {
		case m.Process.Free == 0:
			return Finding{State: Unseen, Saw: "how much is free in " + m.Process.Folder}
		case m.Process.Free < enoughDisk:
			return Finding{Doubt, saw, "a long recording may take more", "choose another folder with --out"}
		}
		return good(saw)
	},
}

// emulator and images are for count alone, which needs nothing else of this list.
var emulator = Check{
	Name: "QEMU",
	Look: func(m Machine) Finding {
		if m.NoQEMU != nil {
			return Finding{Fact, "there is none", "count and vm need it", m.NoQEMU.Error()}
		}
		return good(m.QEMU)
	},
}

var images = Check{
	Name: "kernel images",
	Look: func(m Machine) Finding {
		if len(m.Kernels) == 0 {
			return Finding{Fact, "none is in the cache", "count and vm fetch what they need", "scripts/kernel.sh 6.1 6.12"}
		}
		return good("in the cache are " + strings.Join(m.Kernels, ", "))
	},
}
