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
	var kernel string
	var program bool
	cmd := &cobra.Command{
		Use:   "vm --kernel VERSION|IMAGE [--program] -- ARGUMENTS",
		Short: "Run any subcommand in a virtual machine, on any kernel",
		Long: `vm boots a kernel in an emulated machine and runs this program there as root,
with the given arguments. It shows that a handler attaches and works on that
kernel. Times that are measured in an emulated machine mean nothing: use count.
Files that the command writes are gone with the machine.`,
		Example: `  probecost vm --kernel 6.12 -- run --quick --out /tmp/out
  CGO_ENABLED=0 go test ./bench/attach \
      -exec "$PWD/bin/probecost vm --kernel 6.12 --program --"`,
	}
	cmd.Flags().StringVar(&kernel, "kernel", "", "`VERSION` such as 6.12, or path of a kernel image")
	completeKernel(cmd)
	cmd.Flags().BoolVar(&program, "program", false, "the first argument is a static Linux binary to run instead of this program")
	cmd.Flags().BoolVar(&config.Deterministic, "deterministic", false, "make the clock count instructions")
	cmd.Flags().DurationVar(&config.Idle, "idle", vm.DefaultIdle, "a guest that is silent for this `DURATION` has hung")
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
		image, err := vm.Resolve(cmd.Context(), kernel, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		config.Kernel, config.Args = image, args
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

// fetchKernel has scripts/kernel.sh fetch a distribution's kernel image.
func fetchKernel(ctx context.Context, version string, log io.Writer) (string, error) {
	fmt.Fprintf(log, "fetching kernel %s\n", version)
	cmd := exec.CommandContext(ctx, "sh", "-s", version)
	cmd.Stdin = bytes.NewReader(scripts.Kernel)
	cmd.Stderr = log
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("fetch kernel %s: %w (see above; a path of an image works too)", version, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if path := lines[len(lines)-1]; path != "" {
		return path, nil
	}
	return "", errors.New("fetch kernel " + version + ": the script named no image")
}
