package vm

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// useCache sets a cache with these versions in it.
func useCache(t *testing.T, versions ...string) {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	for _, v := range versions {
		path, err := amd64.cachePath(v)
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

func useFetch(t *testing.T, fetch func(context.Context, string, string, io.Writer) (string, error)) {
	before := Fetch
	t.Cleanup(func() { Fetch = before })
	Fetch = fetch
}

func TestResolve(t *testing.T) {
	useCache(t, "6.12", "6.1", "10.0", "10.1", "tmp", "arm64/6.1", "arm64/7.3", "arm64/7.12")
	x86, arm := compressed(t, tinyKernel(pvhNote), "zstd"), plainArm()
	t.Chdir(t.TempDir())
	for name, image := range map[string][]byte{"bzImage": x86, "vmlinuz-mine": arm, "text": []byte("no kernel")} {
		if err := os.WriteFile(name, image, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir("6.12", 0o700); err != nil { // is not what is meant
		t.Fatal(err)
	}
	cached := func(a *architecture, version, name string) Image {
		path, _ := a.cachePath(version)
		return Image{path, a.name, name}
	}
	for _, test := range []struct {
		spec, arch string
		want       Image
	}{
		{"bzImage", "", Image{"bzImage", "amd64", "bzImage"}},
		{"./bzImage", "amd64", Image{"./bzImage", "amd64", "bzImage"}},
		{"vmlinuz-mine", "", Image{"vmlinuz-mine", "arm64", "mine"}},
		{"6.12", "amd64", cached(amd64, "6.12", "6.12")},
		{"6.x", "amd64", cached(amd64, "6.12", "6.12")},
		{"10.x", "amd64", cached(amd64, "10.1", "10.1")},
		{"6.1", "arm64", cached(arm64, "6.1", "6.1-arm64")},
		{"7.x", "arm64", cached(arm64, "7.12", "7.12-arm64")},
		{"6.1", "", cached(own(t), "6.1", strings.TrimSuffix("6.1-"+own(t).cache, "-"))},
	} {
		if got, err := Resolve(t.Context(), test.spec, test.arch, io.Discard); got != test.want || err != nil {
			t.Errorf("%s %s: got %+v, %v; want %+v", test.spec, test.arch, got, err, test.want)
		}
	}
}

// own is the architecture of this program.
func own(t *testing.T) *architecture {
	t.Helper()
	a, err := findArchitecture(runtime.GOARCH)
	if err != nil {
		t.Skip(err) // no guest has it, so nothing here is about it
	}
	return a
}

func TestResolveErrors(t *testing.T) {
	useCache(t, "6.12", "6.1", "10.0", "arm64/6.1")
	t.Chdir(t.TempDir())
	for name, image := range map[string][]byte{"bzImage": compressed(t, tinyKernel(pvhNote), "zstd"), "text": []byte("no kernel")} {
		if err := os.WriteFile(name, image, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ spec, arch, want string }{
		{"", "amd64", "for amd64 there are in the cache 6.1, 6.12, 10.0; the path"},
		{"latest", "arm64", "for arm64 there are in the cache 6.1; the path"},
		{"6.12.1", "", "neither a file nor a version"},
		{"6.12\n", "", "neither a file nor a version"},
		{"6", "", "neither a file nor a version"},
		{"x.1", "", "neither a file nor a version"},
		{"7.3", "amd64", "run scripts/kernel.sh --arch amd64 7.3"},
		{"6.12", "arm64", "run scripts/kernel.sh --arch arm64 6.12"},
		{"7.x", "arm64", "run scripts/kernel.sh --arch arm64 7.x"},
		{"6.1", "mips", `unknown architecture "mips" of a guest: there are amd64, arm64`},
		{"bzImage", "arm64", "is a kernel image for amd64, not for arm64"},
		{"text", "", "text is not a Linux kernel image for one of amd64, arm64"},
		{"./vmlinuz", "", "no such file"},
		{"../6.12", "", "no such file"},
		{t.TempDir(), "", "is not a regular file"},
		{"bzImage/part", "", "not a directory"},
		{"nowhere/6.12", "", "no such file"},
		{"/dev/full", "", "is not a regular file"},
	} {
		if got, err := Resolve(t.Context(), test.spec, test.arch, io.Discard); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q %s: got %+v, %v; want %q", test.spec, test.arch, got, err, test.want)
		}
	}
}

func TestResolveFetches(t *testing.T) {
	useCache(t)
	useFetch(t, func(_ context.Context, arch, version string, log io.Writer) (string, error) {
		io.WriteString(log, "fetching "+version+" for "+arch)
		useCache(t, "arm64/7.3")
		return arm64.cachePath("7.3")
	})
	var log strings.Builder
	got, err := Resolve(t.Context(), "7.x", "arm64", &log)
	path, _ := arm64.cachePath("7.3")
	if want := (Image{path, "arm64", "7.3-arm64"}); got != want || err != nil || log.String() != "fetching 7.x for arm64" {
		t.Errorf("got %+v, %v, log %q; want %+v", got, err, log.String(), want)
	}
}

func TestResolveFetchFails(t *testing.T) {
	useCache(t, "6.1")
	useFetch(t, func(context.Context, string, string, io.Writer) (string, error) { return "", errFullDisk })
	_, err := Resolve(t.Context(), "7.3", "amd64", io.Discard)
	if !errors.Is(err, errFullDisk) || !strings.Contains(err.Error(), "fetch kernel 7.3 for amd64") || !strings.Contains(err.Error(), "6.1") {
		t.Errorf("got %v", err)
	}
	useFetch(t, func(context.Context, string, string, io.Writer) (string, error) { return "/nonexistent", nil })
	if _, err := Resolve(t.Context(), "7.3", "amd64", io.Discard); !errors.Is(err, os.ErrNotExist) {
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
