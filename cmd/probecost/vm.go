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

func newVM() *cobra.Command {
	var config vm.Config
	var kernel, arch string
	var program bool
	cmd := &cobra.Command{
		Use:   "vm --kernel VERSION|IMAGE [--program] -- ARGUMENTS",
		Short: "Run any subcommand inside a virtual machine on a kernel image (without root)",
		Long: `vm boots a kernel in an emulated machine and runs this program there as root,
with the given arguments. It shows that a handler attaches and works on that
kernel. Times that are measured in an emulated machine mean nothing: use count.
Files that the command writes are gone with the machine.`,
		Example: `  probecost vm --kernel 6.12 -- run --quick --workload task_rename --out /tmp/out
  CGO_ENABLED=0 go test -exec "$PWD/bin/probecost vm --kernel 6.12 --program --" ./bench/attach`,
	}
	cmd.Flags().StringVar(&kernel, "kernel", "", "version or path of a kernel image")
	cmd.Flags().StringVar(&arch, "arch", "", "architecture of the machine: "+strings.Join(vm.Architectures(), ", ")+" (default: this one, and of an image its own)")
	completeKernel(cmd)
	completeFlag(cmd, "arch", vm.Architectures)
	cmd.Flags().BoolVar(&program, "program", false, "the first argument is a static Linux binary to run instead of this program")
	cmd.Flags().BoolVar(&config.Deterministic, "deterministic", false, "make the clock count instructions")
	cmd.Flags().DurationVar(&config.Idle, "idle", vm.DefaultIdle, "a guest that is silent for longer has hung")
	cmd.Flags().SetInterspersed(false)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if kernel == "" {
			return errNoKernel
		}
		if program {
			if len(args) == 0 {
				return &bench.UsageError{Message: "vm --program: the first argument must be a binary"}
			}
			config.Command, args = args[0], args[1:]
		}
		image, err := vm.Resolve(cmd.Context(), kernel, arch, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		config.Kernel, config.Arch, config.Args = image.Path, image.Arch, args
		config.Stdout, config.Stderr = cmd.OutOrStdout(), cmd.ErrOrStderr()
		status, err := vm.Run(cmd.Context(), config)
		if err != nil {
			return err
		}
		if status != exitGood {
			return &statusError{status: status}
		}
		return nil
	}
	return cmd
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
		return "", &bench.UsageError{Message: strings.TrimSpace(said.String())}
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w (see above; a path of an image works too)", errCannotFetch, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if path := lines[len(lines)-1]; path != "" {
		return path, nil
	}
	return "", fmt.Errorf("%w: the script named no image", errCannotFetch)
}
