package sandbox

import (
	"context"
	"errors"
	"testing"
)

func TestLock(t *testing.T) {
	first, err := Lock(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waited := false
	if _, err := Lock(ctx, func() { waited = true; cancel() }); !waited || !errors.Is(err, context.Canceled) {
		t.Errorf("a second lock: waited is %v, error %v", waited, err)
	}
	second, err := Lock(t.Context(), func() { first.Close() })
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}
