package vm

import (
	"fmt"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// IsInit says whether this process is the init of a guest. Process 1 of a
// container is not.
func IsInit() bool {
	if os.Getpid() != 1 || os.Args[0] != "/"+pathInit {
		return false
	}
	_, err := os.Stat("/" + pathOrder)
	return err == nil
}

// Init is all that the program does as the init of a guest: it sets the guest
// up, runs the command, tells the host how that ended, and ends the guest.
func Init() {
	a, err := findArchitecture(runtime.GOARCH)
	if err != nil {
		panic(err) // a guest that nobody can have started
	}
	m := message{}
	status, err := serve(a.devices)
	if err != nil {
		m.Error = err.Error()
	} else {
		m.Status = &status
	}
	if err := report(a.devices.control, m); err != nil {
		fmt.Fprintf(os.Stderr, "probecost: tell the host %s: %v\n", m.encode(), err)
	}
	// With -no-reboot this is what makes QEMU exit.
	err = unix.Reboot(unix.LINUX_REBOOT_CMD_RESTART)
	fmt.Fprintln(os.Stderr, "probecost: end the guest:", err)
	select {}
}

// serve runs the command that the host ordered, and returns its exit status.
func serve(ports devices) (int, error) {
	b, err := os.ReadFile("/" + pathOrder)
	if err != nil {
		return 0, fmt.Errorf("read the order: %w", err)
	}
	argv, env, err := decodeOrder(b)
	if err != nil {
		return 0, err
	}
	warnings, err := setUp()
	if err != nil {
		return 0, err
	}
	stdout, err := openSerial(ports.stdout)
	if err != nil {
		return 0, err
	}
	stderr, err := openSerial(ports.stderr)
	if err != nil {
		return 0, err
	}
	for _, w := range warnings {
		if _, err := unix.Write(stderr, []byte("probecost: guest: "+w.Error()+"\n")); err != nil {
			return 0, fmt.Errorf("warn on %s: %w", ports.stderr, err)
		}
	}
	status, err := runCommand(argv, env, stdout, stderr)
	if err != nil {
		return 0, err
	}
	if err := drain(stdout); err != nil {
		return 0, fmt.Errorf("drain %s: %w", ports.stdout, err)
	}
	if err := drain(stderr); err != nil {
		return 0, fmt.Errorf("drain %s: %w", ports.stderr, err)
	}
	return status, nil
}

// runCommand runs the command and waits for it and for the orphans that it
// leaves.
func runCommand(argv, env []string, stdout, stderr int) (int, error) {
	stdin, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, fmt.Errorf("open /dev/null: %w", err)
	}
	pid, err := syscall.ForkExec(argv[0], argv, &syscall.ProcAttr{
		Dir:   "/root",
		Env:   append(environment(), env...),
		Files: []uintptr{uintptr(stdin), uintptr(stdout), uintptr(stderr)},
	})
	if err != nil {
		return 0, fmt.Errorf("start the command: %w", err)
	}
	status, err := reap(pid)
	_ = unix.Kill(-1, unix.SIGKILL) // nobody writes after the command has ended
	return status, err
}

// environment is that of every command. It says that the output is no
// terminal, though it is a tty, and the command can drain it.
func environment() []string {
	return []string{
		"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME=/root", "TMPDIR=/tmp", "TERM=dumb", "NO_COLOR=1", EnvGuest + "=1",
	}
}

// reap waits for all children until the one with this pid has ended, and
// returns its exit status.
func reap(pid int) (int, error) {
	for {
		var ws unix.WaitStatus
		got, err := unix.Wait4(-1, &ws, 0, nil)
		switch {
		case err == unix.EINTR:
		case err != nil:
			return 0, fmt.Errorf("wait for the command: %w", err)
		case got == pid && ws.Exited():
			return ws.ExitStatus(), nil
		case got == pid && ws.Signaled():
			return 128 + int(ws.Signal()), nil
		}
	}
}

// report sends a message to the host, and returns when it has been sent.
func report(port string, m message) error {
	control, err := openSerial(port)
	if err != nil {
		return err
	}
	if _, err := unix.Write(control, m.encode()); err != nil {
		return err
	}
	return drain(control)
}
