package doctor

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

var emulated = Check{
	Name: "emulation",
	Run:  true,
	Time: true,
	Look: func(m Machine) Finding {
		if m.Emulated {
			return Finding{Doubt, "this machine is emulated", "its times mean nothing", "use `probecost count`"}
		}
		return good("this machine is none of probecost vm")
	},
}

var virtual = Check{
	Name: "virtual machine",
	Run:  true,
	Time: true,
	Look: func(m Machine) Finding {
		if m.Environment.Hypervisor {
			return Finding{Doubt, "this is a virtual machine", "the host may slow the CPU at any moment", "prefer bare metal"}
		}
		return good("the CPU does not say that it is virtual")
	},
}

// tooMuchSteal is a share of the bench CPU's time that the host takes without
// which a run of some seconds is rare.
const tooMuchSteal = 0.01

// steal is what the host has taken of the bench CPU's time.
var steal = Check{
	Name: "steal",
	Look: func(m Machine) Finding {
		if m.Ticks == nil || m.Ticks.All == 0 {
			return Finding{State: Unseen, Saw: "the bench CPU is not in /proc/stat"}
		}
		share := float64(m.Ticks.Steal) / float64(m.Ticks.All)
		saw := fmt.Sprintf("since it was started the host took %.2g %% of the bench CPU's time (/proc/stat)", 100*share)
		if share > tooMuchSteal {
			return Finding{Doubt, saw, "it runs something else meanwhile", "have the host reserve a CPU"}
		}
		return good(saw)
	},
}

// quota is that of the group of processes that this one is in, or of a group
// above: a run that has used it up stands still.
//
// It reads /proc/self/cgroup, and cpu.max (version 2) or cpu.cfs_quota_us
// (version 1) below /sys/fs/cgroup.
var quota = Check{
	Name: "CPU quota",
	Look: func(m Machine) Finding {
		text, err := m.read("proc/self/cgroup")
		if err != nil {
			return unseen("proc/self/cgroup", err)
		}
		for line := range strings.Lines(text) {
			_, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
			controllers, group, _ := strings.Cut(rest, ":")
			if file, limit := m.limit(controllers, group); limit != "" {
				return Finding{Doubt, "/" + file + " is " + limit, "whoever has used it up stands still",
					"give this container no limit of CPU time"}
			}
		}
		return good("none")
	},
}

// limit is the first one at a group or above it.
func (m Machine) limit(controllers, group string) (file, limit string) {
	mounted, name, none := "sys/fs/cgroup", "cpu.max", "max "
	if controllers != "" {
		mounted, name, none = "sys/fs/cgroup/cpu", "cpu.cfs_quota_us", "-1"
	}
	for ; ; group = path.Dir(group) {
		file := path.Join(mounted, group, name)
		text, err := fs.ReadFile(m.files(), file)
		if limit := strings.TrimSpace(string(text)); err == nil && !strings.HasPrefix(limit+" ", none) {
			return file, limit
		}
		if group == "/" || group == "." || group == "" {
			return "", ""
		}
	}
}

// containers are files that tell a container, by who makes it.
var containers = []struct{ path, name string }{
	{".dockerenv", "Docker"}, {"run/.containerenv", "Podman"}, {"run/systemd/container", "systemd-nspawn"},
	{"var/run/secrets/kubernetes.io", "Kubernetes"},
}

var container = Check{
	Name: "container",
	Look: func(m Machine) Finding {
		for _, c := range containers {
			if m.has(c.path) {
				return fact("this may be a container (/" + c.path + ", " + c.name + "): others' programs may be hidden, and settings be the host's")
			}
		}
		return good("nothing tells that this is one")
	},
}
