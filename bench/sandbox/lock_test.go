package sandbox

import (
	"context"
	"errors"
	"os"
	"testing"
)

func TestLock(t *testing.T) {
	first, err := Lock(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waited := 0
	if _, err := Lock(ctx, func(process int) { waited = process; cancel() }); waited != os.Getpid() || !errors.Is(err, context.Canceled) {
		t.Errorf("a second lock: waited for process %d, error %v", waited, err)
	}
	second, err := Lock(t.Context(), func(int) { first.Close() })
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}
