// Package kernelconfig reads with which options a kernel was built.
package kernelconfig

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
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

// Read reads the configuration that [Text] finds.
func Read(root fs.FS, release string) (Config, error) {
	text, err := Text(root, release)
	if err != nil {
		return nil, err
	}
	return Parse(bytes.NewReader(text))
}

// Text is the configuration as it was written: /proc/config.gz of the root
// folder, unpacked, or else /boot/config-<release>. The error wraps
// fs.ErrNotExist if neither is there.
func Text(root fs.FS, release string) ([]byte, error) {
	text, err := unpacked(root, "proc/config.gz")
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return fs.ReadFile(root, "boot/config-"+release)
	}
	return text, err
}

func unpacked(root fs.FS, name string) ([]byte, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("/%s: %w", name, err)
	}
	text, err := io.ReadAll(io.LimitReader(z, maxSize))
	if err != nil {
		return nil, fmt.Errorf("/%s: %w", name, err)
	}
	return text, nil
}

// Parse parses lines of the form CONFIG_NAME=value; comments are passed over.
func Parse(r io.Reader) (Config, error) {
	config := Config{}
	scanner := bufio.NewScanner(r)
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
