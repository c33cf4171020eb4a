package vm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
)

// Fetch gets the kernel image of a version such as "6.12", or of the newest
// "7.x", to where [Resolve] looks for it, and returns its path. The main package
// sets it, to run scripts/kernel.sh; nil means that images are not fetched.
var Fetch func(ctx context.Context, arch, version string, log io.Writer) (path string, err error)

// version is one such as "6.12", or "7.x", the newest of a number.
var version = regexp.MustCompile(`^[0-9]{1,3}\.([0-9]{1,4}|x)$`)

// Image is a kernel image.
type Image struct {
	Path string
	Arch string // one of [Architectures]
	// Name is what files and messages call it: "6.12", "7.3-arm64", or the
	// name of the file without "vmlinuz-".
	Name string
}

// Resolve finds the kernel image that a user means by spec: an existing file,
// or a version such as "6.12" or "7.x", which is looked up in
// probecost/kernels/6.12/vmlinuz in the user's cache folder (of arm64
// probecost/kernels/arm64/6.12/vmlinuz), and fetched if it is not there. Of "7.x"
// the newest is meant that is in the cache. log gets the progress of that.
//
// With arch "" a version is one for the architecture of this program, and a
// file may be for any.
func Resolve(ctx context.Context, spec, arch string, log io.Writer) (Image, error) {
	a, err := findArchitecture(cmp.Or(arch, runtime.GOARCH))
	if err != nil {
		return Image{}, err
	}
	if IsFile(spec) {
		return fromFile(spec, arch)
	}
	if !version.MatchString(spec) {
		return Image{}, fmt.Errorf("kernel %q is neither a file nor a version such as 6.12 or 7.x: %s", spec, a.known())
	}
	path, err := a.fromCache(ctx, spec, log)
	if err != nil {
		return Image{}, err
	}
	name := filepath.Base(filepath.Dir(path))
	if a.cache != "" {
		name += "-" + a.name
	}
	return Image{path, a.name, name}, checkImage(path)
}

// IsFile says whether a user means a file by spec, and no version.
func IsFile(spec string) bool {
	info, err := os.Stat(spec)
	return err == nil && !info.IsDir() || strings.ContainsRune(spec, os.PathSeparator)
}

// fromFile says whether a file is an image for arch, and with "" for which.
func fromFile(path, arch string) (Image, error) {
	if err := checkImage(path); err != nil {
		return Image{}, err
	}
	b, err := readImage(path)
	if err != nil {
		return Image{}, err
	}
	is := architectureOf(b)
	switch {
	case is == nil:
		return Image{}, fmt.Errorf("%s %w for one of %s", path, ErrNotKernel, strings.Join(Architectures(), ", "))
	case arch != "" && arch != is.name:
		return Image{}, fmt.Errorf("%s is a kernel image for %s, not for %s", path, is.name, arch)
	}
	return Image{path, is.name, strings.TrimPrefix(filepath.Base(path), "vmlinuz-")}, nil
}

// fromCache finds the image of a version, and has it fetched if need be.
func (a *architecture) fromCache(ctx context.Context, spec string, log io.Writer) (string, error) {
	for _, v := range slices.Backward(a.cached()) {
		if means(spec, v) {
			return a.cachePath(v)
		}
	}
	if Fetch == nil {
		return "", fmt.Errorf("kernel %s for %s is not in the cache (run scripts/kernel.sh --arch %s %s): %s", spec, a.name, a.name, spec, a.known())
	}
	path, err := Fetch(ctx, a.name, spec, log)
	if err != nil {
		return "", fmt.Errorf("fetch kernel %s for %s: %w (%s)", spec, a.name, err, a.known())
	}
	return path, nil
}

// means says whether a version is one that spec stands for: the same, or one
// of "7.x".
func means(spec, version string) bool {
	prefix, newest := strings.CutSuffix(spec, "x")
	return version == spec || newest && strings.HasPrefix(version, prefix)
}

// checkImage says whether a file can be read as an image.
func checkImage(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("find kernel image: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("kernel image %s is not a regular file", path)
	}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("read kernel image: %w: some distributions keep it for root; copy it and chown the copy", err)
	}
	if err != nil {
		return fmt.Errorf("read kernel image: %w", err)
	}
	return f.Close()
}

// cachePath is where the image of a version is kept.
func (a *architecture) cachePath(version string) (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache of kernel images: %w", err)
	}
	return filepath.Join(dir, "probecost", "kernels", a.cache, version, "vmlinuz"), nil
}

// Cached lists the versions in the cache for an architecture, oldest first: of ""
// that of this program, of one that is not known none.
func Cached(arch string) []string {
	a, err := findArchitecture(cmp.Or(arch, runtime.GOARCH))
	if err != nil {
		return nil
	}
	return a.cached()
}

func (a *architecture) cached() []string {
	pattern, err := a.cachePath("*")
	if err != nil {
		return nil
	}
	paths, _ := filepath.Glob(pattern) // fails on bad patterns only
	var versions []string
	for _, path := range paths {
		if v := filepath.Base(filepath.Dir(path)); version.MatchString(v) && !strings.HasSuffix(v, "x") {
			versions = append(versions, v)
		}
	}
	slices.SortFunc(versions, results.CompareReleases)
	return versions
}

// known tells a user what can be asked for.
func (a *architecture) known() string {
	versions := a.cached()
	if len(versions) == 0 {
		return "no version for " + a.name + " is in the cache; the path of an image may be given, such as /boot/vmlinuz-*"
	}
	return "for " + a.name + " there are in the cache " + strings.Join(versions, ", ") + "; the path of an image may be given, such as /boot/vmlinuz-*"
}
