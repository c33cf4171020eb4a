// Package machines has machines that do not exist, as the files below their root
// folders, for tests of what reads and changes a machine.
package machines

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

//go:embed *.txtar
var archives embed.FS

// Names lists the machines.
func Names() []string {
	paths, _ := fs.Glob(archives, "*.txtar") // fails on bad patterns only
	for i, p := range paths {
		paths[i] = strings.TrimSuffix(p, ".txtar")
	}
	return paths
}

// FS is the root folder of a machine.
func FS(name string) (fstest.MapFS, error) {
	text, err := archives.ReadFile(name + ".txtar")
	if err != nil {
		return nil, fmt.Errorf("no machine %q: %w", name, err)
	}
	root := fstest.MapFS{}
	for _, f := range txtar.Parse(text).Files {
		root[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return root, nil
}

// Write makes the root folder of a machine in a folder.
func Write(name, folder string) error {
	root, err := FS(name)
	if err != nil {
		return err
	}
	for file, content := range root {
		to := filepath.Join(folder, filepath.FromSlash(file))
		if err := os.MkdirAll(path.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, content.Data, content.Mode); err != nil {
			return err
		}
	}
	return nil
}
