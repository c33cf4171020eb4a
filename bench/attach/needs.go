package attach

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/kallsyms"
	"github.com/probecost/probecost/bench/kernelconfig"
)

// Kernel is what is known of one without trying.
type Kernel struct {
	Root      fs.FS               // its files, such as those of /proc and /sys
	Release   string              // as uname -r prints it
	Config    kernelconfig.Config // nil if unknown
	Functions map[string]uint64   // addresses by name; empty if unknown
}

// running is the one that runs.
func running() Kernel {
	return Kernel{os.DirFS("/"), kernelRelease(), runningConfig(), kernelFunctions()}
}

// Unmet names the first need of the type that a kernel does not fulfil.
func (t Type) Unmet(k Kernel) (reason string, lacking bool) {
	if olderThan(k.Release, t.Since) {
		return fmt.Sprintf("needs Linux %s, and this is %s", t.Since, k.Release), true
	}
	for _, need := range t.Needs {
		if k.Config != nil {
			if v := k.Config[need.Option]; v != "y" && v != "m" {
				return fmt.Sprintf("this kernel was built without %s", need.Option), true
			}
		}
		if missing := need.missing(k); missing != "" {
			return fmt.Sprintf("this kernel was built without %s (there is no %s)", need.Option, missing), true
		}
	}
	return "", false
}

// missing is what shows that the kernel has not what is needed; "" if nothing
// does.
func (n Need) missing(k Kernel) string {
	if n.Path != "" {
		if _, err := fs.Stat(k.Root, strings.TrimPrefix(n.Path, "/")); errors.Is(err, fs.ErrNotExist) {
			return n.Path
		}
	}
	if n.Function == "" || len(k.Functions) == 0 {
		return ""
	}
	if _, ok := k.Functions[n.Function]; !ok {
		return "function " + n.Function
	}
	return ""
}

// kernelRelease is what uname -r prints.
func kernelRelease() string {
	var uts unix.Utsname
	if err := unix.Uname(&uts); err != nil {
		return ""
	}
	return unix.ByteSliceToString(uts.Release[:])
}

// olderThan says whether a release such as "5.10.0-34-cloud-amd64" is from
// before a version such as "5.18". Distributions do bring single features to
// older kernels, so that it explains what has failed, and forbids nothing.
func olderThan(release, version string) bool {
	have, ok1 := majorMinor(release)
	want, ok2 := majorMinor(version)
	return ok1 && ok2 && (have[0] < want[0] || have[0] == want[0] && have[1] < want[1])
}

func majorMinor(version string) (v [2]int, ok bool) {
	parts := strings.FieldsFunc(version, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) < 2 {
		return v, false
	}
	for i := range v {
		n, err := strconv.Atoi(parts[i])
		if err != nil {
			return v, false
		}
		v[i] = n
	}
	return v, true
}

// runningConfig is the running kernel's configuration; nil if it is unknown.
var runningConfig = sync.OnceValue(func() kernelconfig.Config {
	config, err := kernelconfig.Read(os.DirFS("/"), kernelRelease())
	if err != nil {
		return nil
	}
	return config
})

// kernelFunctions are all functions of the running kernel and its modules, with
// their addresses, which are 0 where the kernel hides them; nil if they cannot be
// read. Of several that have the same name it is the first.
var kernelFunctions = sync.OnceValue(func() map[string]uint64 {
	f, err := os.Open(kallsyms.Path)
	if err != nil {
		return nil
	}
	defer f.Close()
	addresses := map[string]uint64{}
	for symbol := range kallsyms.Symbols(f) {
		if _, ok := addresses[symbol.Name]; symbol.Code && !ok {
			addresses[symbol.Name] = symbol.Address
		}
	}
	return addresses
})
