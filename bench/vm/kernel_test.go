package vm

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// useCache sets a cache with these versions in it.
func useCache(t *testing.T, versions ...string) {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	for _, v := range versions {
		path, err := cachePath(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func useFetch(t *testing.T, fetch func(context.Context, string, io.Writer) (string, error)) {
	before := Fetch
	t.Cleanup(func() { Fetch = before })
	Fetch = fetch
}

func TestResolve(t *testing.T) {
	useCache(t, "6.12", "6.1", "10.0", "tmp")
	t.Chdir(t.TempDir())
	if err := os.WriteFile("bzImage", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("6.12", 0o700); err != nil { // is not what is meant
		t.Fatal(err)
	}
	inCache, _ := cachePath("6.12")
	for spec, want := range map[string]string{"bzImage": "bzImage", "./bzImage": "./bzImage", "6.12": inCache} {
		if got, err := Resolve(t.Context(), spec, io.Discard); got != want || err != nil {
			t.Errorf("%s: got %q, %v; want %q", spec, got, err, want)
		}
	}
	for spec, want := range map[string]string{
		"":             "in the cache are 6.1, 6.12, 10.0; the path",
		"latest":       "in the cache are 6.1, 6.12, 10.0; the path",
		"6.12.1":       "neither a file nor a version",
		"6.12\n":       "neither a file nor a version",
		"tmp":          "neither a file nor a version",
		"7.3":          "run scripts/kernel.sh 7.3",
		"./vmlinuz":    "no such file",
		"../6.12":      "no such file",
		t.TempDir():    "is not a regular file",
		"bzImage/part": "not a directory",
		"nowhere/6.12": "no such file",
		"/dev/full":    "is not a regular file",
	} {
		if got, err := Resolve(t.Context(), spec, io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %q, %v; want %q", spec, got, err, want)
		}
	}
}

func TestResolveFetches(t *testing.T) {
	useCache(t)
	useFetch(t, func(_ context.Context, version string, log io.Writer) (string, error) {
		io.WriteString(log, "fetching "+version)
		useCache(t, version)
		return cachePath(version)
	})
	var log strings.Builder
	got, err := Resolve(t.Context(), "7.3", &log)
	if want, _ := cachePath("7.3"); got != want || err != nil || log.String() != "fetching 7.3" {
		t.Errorf("got %q, %v, log %q; want %q", got, err, log.String(), want)
	}
}

func TestResolveFetchFails(t *testing.T) {
	useCache(t, "6.1")
	useFetch(t, func(context.Context, string, io.Writer) (string, error) { return "", errFullDisk })
	_, err := Resolve(t.Context(), "7.3", io.Discard)
	if !errors.Is(err, errFullDisk) || !strings.Contains(err.Error(), "fetch kernel 7.3") || !strings.Contains(err.Error(), "6.1") {
		t.Errorf("got %v", err)
	}
	useFetch(t, func(context.Context, string, io.Writer) (string, error) { return "/nonexistent", nil })
	if _, err := Resolve(t.Context(), "7.3", io.Discard); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a fetched image that is not there: %v", err)
	}
}

func TestTelling(t *testing.T) {
	quiet := make([]string, 100)
	crash := slices.Clone(quiet)
	crash[10], crash[11], crash[99] = "[    2.0] Kernel panic - not syncing: x", "Call Trace:", "---[ end"
	for name, test := range map[string]struct {
		lines []string
		want  int
	}{
		"nothing":           {nil, 0},
		"few":               {quiet[:tailLines], tailLines},
		"many":              {quiet, tailLines},
		"a long trace":      {crash, panicLines + 1 + tailLines},
		"panic in the tail": {crash[:20], 20},
		"panic just before": {crash[:10+tailLines+1], 1 + 1 + tailLines},
	} {
		got := telling(test.lines)
		if len(got) != test.want {
			t.Errorf("%s: %d lines, want %d", name, len(got), test.want)
		}
	}
	if got := telling(crash); got[0] != crash[10] || got[len(got)-1] != "---[ end" {
		t.Errorf("got %q", got)
	}
	if got := printable("\x1b[2Ja\r\n\tb\x00\u202e"); got != "[2Ja\n\tb" {
		t.Errorf("got %q", got)
	}
}
