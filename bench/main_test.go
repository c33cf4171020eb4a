package bench

import (
	"fmt"
	"os"
	"testing"

	"github.com/probecost/probecost/bench/clock"
	"github.com/probecost/probecost/bench/sandbox"
)

// TestMain lets the test binary be a worker, as the program itself can.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		cpus, err := sandbox.DefaultCPU()
		if err == nil {
			err = ServeWorker(clock.Time(), cpus[0], os.Args[2:])
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}
