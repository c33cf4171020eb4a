// Package kernelconfig reads with which options a kernel was built.
package kernelconfig

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Config maps the options that are set to their values: "y", "m", a number, or
// a quoted string.
type Config map[string]string

// maxSize bounds an unpacked configuration; real ones are below 400 kB.
const maxSize = 16 << 20

// Read reads /proc/config.gz, or else /boot/config-<release>, of the root
// folder. The error wraps fs.ErrNotExist if neither is there.
func Read(root fs.FS, release string) (Config, error) {
	if f, err := root.Open("proc/config.gz"); err == nil {
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, fmt.Errorf("/proc/config.gz: %w", err)
		}
		return Parse(z)
	}
	f, err := root.Open("boot/config-" + release)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Parse(f)
}

// Parse parses lines of the form CONFIG_NAME=value; comments are passed over.
func Parse(r io.Reader) (Config, error) {
	config := Config{}
	scanner := bufio.NewScanner(io.LimitReader(r, maxSize))
	for scanner.Scan() {
		name, value, ok := strings.Cut(strings.TrimSpace(scanner.Text()), "=")
		if ok && strings.HasPrefix(name, "CONFIG_") {
			config[name] = value
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("kernel configuration: %w", err)
	}
	return config, nil
}
