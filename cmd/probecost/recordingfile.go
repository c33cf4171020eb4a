package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/probecost/probecost/results"
)

// recordingFile is a recording that is being written.
type recordingFile struct{ *os.File }

// previous is the folder, beside the recordings, to which older ones go.
const previous = "previous"

// createRecording makes the file of a recording. One that is there already is
// kept: it moves to the folder "previous", under the time at which it ended.
func createRecording(dir, name string) (*recordingFile, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the output folder: %w (choose another with --out)", err)
	}
	path := filepath.Join(dir, name+results.Extension)
	if err := keep(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("make the recording: %w (choose another folder with --out)", err)
	}
	return &recordingFile{f}, nil
}

// keep moves a recording out of the way.
func keep(path string) error {
	fi, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if fi.Size() == 0 {
		return os.Remove(path)
	}
	dir := filepath.Join(filepath.Dir(path), previous)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("keep the older recording: %w", err)
	}
	stamp := fi.ModTime().UTC().Format("20060102T150405.000000000Z")
	base := filepath.Base(path)
	base = base[:len(base)-len(results.Extension)]
	if err := os.Rename(path, filepath.Join(dir, base+"-"+stamp+results.Extension)); err != nil {
		return fmt.Errorf("keep the older recording: %w", err)
	}
	return nil
}

// close closes the file; one that nothing was written to is removed.
func (f *recordingFile) close() error {
	fi, err := f.Stat()
	if err == nil && fi.Size() == 0 {
		_ = os.Remove(f.Name())
	}
	return errors.Join(err, f.Close())
}
