package vm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Fetch gets the kernel image of a version such as "6.12" to where [Resolve]
// looks for it, and returns its path. The main package sets it, to run
// scripts/kernel.sh; nil means that images are not fetched.
var Fetch func(ctx context.Context, version string, log io.Writer) (path string, err error)

var version = regexp.MustCompile(`^[0-9]{1,3}\.[0-9]{1,4}$`)

// Resolve returns the path of the kernel image that a user means by spec:
// an existing file, or a version such as "6.12", which is looked up in
// probecost/kernels/6.12/vmlinuz in the user's cache folder, and fetched if it
// is not there. log gets the progress of that.
func Resolve(ctx context.Context, spec string, log io.Writer) (string, error) {
	if info, err := os.Stat(spec); err == nil && !info.IsDir() || strings.ContainsRune(spec, os.PathSeparator) {
		return checkImage(spec)
	}
	if !version.MatchString(spec) {
		return "", fmt.Errorf("kernel %q is neither a file nor a version such as 6.12: %s", spec, known())
	}
	path, err := cachePath(spec)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err == nil {
		return checkImage(path)
	}
	if Fetch == nil {
		return "", fmt.Errorf("kernel %s is not in the cache (run scripts/kernel.sh %s): %s", spec, spec, known())
	}
	path, err = Fetch(ctx, spec, log)
	if err != nil {
		return "", fmt.Errorf("fetch kernel %s: %w (%s)", spec, err, known())
	}
	return checkImage(path)
}

// checkImage says whether a file can be read as an image; what is in it shows
// when it is booted.
func checkImage(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("find kernel image: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("kernel image %s is not a regular file", path)
	}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrPermission) {
		return "", fmt.Errorf("read kernel image: %w: some distributions keep it for root; copy it and chown the copy", err)
	}
	if err != nil {
		return "", fmt.Errorf("read kernel image: %w", err)
	}
	return path, f.Close()
}

// cachePath is where the image of a version is kept.
func cachePath(version string) (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache of kernel images: %w", err)
	}
	return filepath.Join(dir, "probecost", "kernels", version, "vmlinuz"), nil
}

// Cached lists the versions in the cache, oldest first.
func Cached() []string {
	pattern, err := cachePath("*")
	if err != nil {
		return nil
	}
	paths, _ := filepath.Glob(pattern) // fails on bad patterns only
	var versions []string
	for _, path := range paths {
		if v := filepath.Base(filepath.Dir(path)); version.MatchString(v) {
			versions = append(versions, v)
		}
	}
	slices.SortFunc(versions, compareVersions)
	return versions
}

// compareVersions orders 6.1 before 6.12 before 7.0.
func compareVersions(a, b string) int { return slices.Compare(numbers(a), numbers(b)) }

func numbers(version string) []int {
	var list []int
	for part := range strings.SplitSeq(version, ".") {
		n, _ := strconv.Atoi(part) // digits only, by the pattern
		list = append(list, n)
	}
	return list
}

// known tells a user what can be asked for.
func known() string {
	versions := Cached()
	if len(versions) == 0 {
		return "no version is in the cache; the path of an image may be given, such as /boot/vmlinuz-*"
	}
	return "in the cache are " + strings.Join(versions, ", ") + "; the path of an image may be given, such as /boot/vmlinuz-*"
}
