//go:build !amd64 && !arm64

package clock

import "errors"

func ticks() uint64 { return 0 }

func check() error {
	return errors.New("instructions cannot be counted on this architecture")
}
