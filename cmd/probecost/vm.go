package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/vm"
	"github.com/probecost/probecost/scripts"
)

func init() { vm.Fetch = fetchKernel }

// guestFlags say what to run, and in which guest.
type guestFlags struct {
	kernel, arch string
	program      bool
	vm.Config
}

func newVM() *cobra.Command {
	var g guestFlags
	cmd := &cobra.Command{
		Use:   "vm --kernel VERSION|IMAGE [--program] -- ARGUMENTS",
		Short: "Run any subcommand in a virtual machine, on any kernel",
		Long: `vm boots a kernel in an emulated machine and runs this program there as root,
with the given arguments. It shows that a handler attaches and works on that
kernel. Times that are measured in an emulated machine mean nothing: use count.
Files that the command writes are gone with the machine.`,
		Example: `  probecost vm --kernel 6.12 -- run --quick --out /tmp/out
  probecost vm --kernel 6.12 --arch arm64 -- events show sys_enter_fchmodat
  CGO_ENABLED=0 go test ./bench/attach \
      -exec "$PWD/bin/probecost vm --kernel 6.12 --program --"`,
		RunE: g.run,
	}
	flags := cmd.Flags()
	flags.StringVar(&g.kernel, "kernel", "", "`VERSION` such as 6.12, or path of a kernel image")
	flags.StringVar(&g.arch, "arch", "", "`ARCHITECTURE` of the machine: "+strings.Join(vm.Architectures(), ", ")+" (default: this one, and of an image its own)")
	flags.BoolVar(&g.program, "program", false, "the first argument is a static Linux binary to run instead of this program")
	flags.BoolVar(&g.Deterministic, "deterministic", false, "make the clock count instructions")
	flags.DurationVar(&g.Idle, "idle", vm.DefaultIdle, "a guest that is silent for this `DURATION` has hung")
	flags.SetInterspersed(false)
	completeKernel(cmd)
	completeFlag(cmd, "arch", vm.Architectures)
	return cmd
}

func (g *guestFlags) run(cmd *cobra.Command, args []string) error {
	if g.kernel == "" {
		return errNoKernel
	}
	if err := checkArchs([]string{g.arch}); err != nil {
		return err
	}
	if g.program {
		if len(args) == 0 {
			return &bench.UsageError{Message: "vm --program: the first argument must be a binary"}
		}
		g.Command, args = args[0], args[1:]
	}
	image, err := vm.Resolve(cmd.Context(), g.kernel, g.arch, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	g.Kernel, g.Arch, g.Args = image.Path, image.Arch, args
	g.Stdout, g.Stderr = cmd.OutOrStdout(), cmd.ErrOrStderr()
	status, err := vm.Run(cmd.Context(), g.Config)
	if err != nil {
		return err
	}
	if status != exitGood {
		return &statusError{status: status}
	}
	return nil
}

// errCannotFetch comes with a kernel that there is, or may be, and that cannot be
// had for now.
var errCannotFetch = errors.New("cannot be fetched")

// fetchKernel has scripts/kernel.sh fetch a distribution's kernel image.
func fetchKernel(ctx context.Context, arch, version string, log io.Writer) (string, error) {
	fmt.Fprintf(log, "fetching kernel %s for %s\n", version, arch)
	cmd := exec.CommandContext(ctx, "sh", "-s", "--", "--arch", arch, version)
	cmd.Stdin = bytes.NewReader(scripts.Kernel)
	var said bytes.Buffer
	cmd.Stderr = io.MultiWriter(log, &said)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == exitUsage {
		return "", &bench.UsageError{Message: lastLine(said.String())}
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w (see above; a path of an image works too)", errCannotFetch, err)
	}
	if path := lastLine(string(out)); path != "" {
		return path, nil
	}
	return "", fmt.Errorf("%w: the script named no image", errCannotFetch)
}

// lastLine is that of a script's output, without who says it.
func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return strings.TrimPrefix(text[strings.LastIndex(text, "\n")+1:], "kernel.sh: ")
}
