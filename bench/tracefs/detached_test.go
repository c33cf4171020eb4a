package tracefs

import (
	"errors"
	"io/fs"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// TestDetached reads a tracefs that is mounted nowhere.
func TestDetached(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: nothing can be mounted")
	}
	root, err := detached()
	if errors.Is(err, unix.EPERM) {
		t.Skipf("%v: root without CAP_SYS_ADMIN", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	format, err := ReadFormat(root.FS(), "sched", "sched_switch")
	if err != nil {
		t.Fatal(err)
	}
	if format.Name != "sched_switch" || len(format.Fields) < 8 {
		t.Errorf("read %+v", format)
	}
	if entries, err := fs.ReadDir(root.FS(), "events"); err != nil || len(entries) < 10 {
		t.Errorf("events has %d entries, %v", len(entries), err)
	}
}
