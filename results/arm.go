package results

import (
	"fmt"
	"strconv"
	"strings"
)

// Arm is one combination that is measured.
type Arm struct {
	Workload string `json:"workload"`
	Handler  string `json:"handler"`
	Attach   string `json:"attach"`
	Workers  int    `json:"workers"` // threads that drive at once, a CPU each
	// Stats is true where the kernel measures every run of the program
	// meanwhile: bpf stats are switched on.
	Stats bool `json:"stats,omitempty"`

	// Program is the user's own program that is measured in place of a
	// handler, of an object of Header.Objects; both are "" for handlers,
	// and for the arms that such programs are compared with. The handler of
	// all of them is [Own].
	Program string `json:"program,omitempty"`
	// Object is the label of the object where there are several, else "".
	Object string `json:"object,omitempty"`
}

// Own stands for the handler of arms with programs of the user's own.
const Own = "own"

// Drive is the workload of arms that a command of the user's own drives: an
// operation is one run of it, and so is an event, as long as it is not known how
// many it causes.
const Drive = "drive"

// Together is the attach type of an arm at which all chosen programs of an
// object are attached at once.
const Together = "together"

// Subject is what an arm has that others of its workload and handler have not:
// "kprobe"; or, of own programs, "old handle_exec (kprobe)".
func (a Arm) Subject() string {
	if a.Program == "" {
		return a.Attach
	}
	name := a.Program + " (" + a.Attach + ")"
	if a.Object != "" {
		name = a.Object + " " + name
	}
	return name
}

// String is the arm's path, for messages: "task_rename/empty/kprobe".
func (a Arm) String() string {
	path := a.Workload + "/" + a.Handler + "/" + a.Subject()
	if a.Workers > 1 {
		path += fmt.Sprintf("/workers=%d", a.Workers)
	}
	if a.Stats {
		path += "/stats"
	}
	return path
}

// ParseArm is the inverse of [Arm.String].
func ParseArm(path string) (Arm, error) {
	parts := strings.Split(path, "/")
	a := Arm{Workers: 1}
	if n := len(parts); parts[n-1] == "stats" {
		a.Stats, parts = true, parts[:n-1]
	}
	if n := len(parts); n > 0 && strings.HasPrefix(parts[n-1], "workers=") {
		workers, err := strconv.Atoi(strings.TrimPrefix(parts[n-1], "workers="))
		if err != nil {
			return a, fmt.Errorf("no arm: %q", path)
		}
		a.Workers, parts = workers, parts[:n-1]
	}
	if len(parts) == 3 {
		a.Workload, a.Handler, a.Attach = parts[0], parts[1], parts[2]
	}
	if a.String() != path || a.Workload == "" || a.Handler == "" || a.Attach == "" {
		return a, fmt.Errorf("no arm: %q", path)
	}
	return a, nil
}
