package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/probecost/probecost/results"
)

// recordingFile is a recording that is being written. The file is made with
// the first line: what fails before that leaves an older recording in place.
type recordingFile struct {
	path string
	file *os.File // nil before the first line
}

// previous is the folder, beside the recordings, to which older ones go.
const previous = "previous"

// newRecording prepares a recording in a folder, which it makes, and in which
// it must be able to make files.
func newRecording(dir, name string) (*recordingFile, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the output folder: %w (choose another with --out)", err)
	}
	probe, err := os.CreateTemp(dir, ".probecost-*")
	if err != nil {
		return nil, fmt.Errorf("write to the output folder: %w (choose another with --out)", err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return nil, fmt.Errorf("write to the output folder: %w", err)
	}
	return &recordingFile{path: filepath.Join(dir, name+results.Extension)}, nil
}

// Write writes lines of the recording.
func (r *recordingFile) Write(p []byte) (int, error) {
	if r.file == nil {
		if err := keep(r.path); err != nil {
			return 0, err
		}
		f, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return 0, fmt.Errorf("make the recording: %w (choose another folder with --out)", err)
		}
		r.file = f
	}
	return r.file.Write(p)
}

// read closes the file and reads it back; nil if nothing was written.
func (r *recordingFile) read() (*results.Recording, error) {
	if r.file == nil {
		return nil, nil
	}
	if err := r.file.Close(); err != nil {
		return nil, fmt.Errorf("close the recording: %w", err)
	}
	return results.ReadFile(r.path)
}

// keep moves a recording, or a folder of them, out of the way: to the folder
// "previous", under the time at which it ended.
func keep(path string) error {
	fi, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if fi.Mode().IsRegular() && fi.Size() == 0 {
		return os.Remove(path)
	}
	dir := filepath.Join(filepath.Dir(path), previous)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("keep the older recording: %w", err)
	}
	stamp := fi.ModTime().UTC().Format("20060102T150405.000000000Z")
	name, extension := filepath.Base(path), filepath.Ext(path)
	name = name[:len(name)-len(extension)]
	if err := os.Rename(path, filepath.Join(dir, name+"-"+stamp+extension)); err != nil {
		return fmt.Errorf("keep the older recording: %w", err)
	}
	return nil
}
