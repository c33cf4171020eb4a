package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// builds are two builds of this program, and the folder of their sessions.
type builds struct {
	paths  [2]string // by gate.Build
	args   []string  // of run
	dir    string
	resume bool
	log    io.Writer
	clock  sessionClock
}

// manifest is of what the sessions in a folder are: what goes on there has to be
// of the same.
type manifest struct {
	Old  string   `json:"old"` // SHA-256, hexadecimal
	New  string   `json:"new"`
	Args []string `json:"args"`
}

// manifestFile is its name.
const manifestFile = "gate.json"

// open finds the builds, and prepares a folder for their sessions. Those that
// are there already are gone on with, or kept apart.
func (b *builds) open(out string) error {
	b.dir = filepath.Join(out, "sessions")
	m := manifest{Args: b.args}
	for i, sum := range []*string{&m.Old, &m.New} {
		var err error
		if b.paths[i], err = exec.LookPath(b.paths[i]); err == nil {
			*sum, err = digestFile(b.paths[i])
		}
		if err != nil {
			return fmt.Errorf("find the builds: %w", err)
		}
	}
	if b.resume {
		return b.checkSame(m)
	}
	if err := keep(b.dir); err != nil {
		return err
	}
	text, err := json.Marshal(m)
	if err == nil {
		err = os.MkdirAll(b.dir, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(b.dir, manifestFile), append(text, '\n'), 0o644)
	}
	if err != nil {
		return fmt.Errorf("make the folder for the sessions: %w (choose another with --out)", err)
	}
	return nil
}

// checkSame is an error unless the sessions in the folder are of the same builds,
// which were told the same.
func (b *builds) checkSame(m manifest) error {
	text, err := os.ReadFile(filepath.Join(b.dir, manifestFile))
	if err != nil {
		return fmt.Errorf("resume: %w (leave --resume out to begin there)", err)
	}
	var there manifest
	if err := json.Unmarshal(text, &there); err != nil {
		return fmt.Errorf("resume: %s: %w", filepath.Join(b.dir, manifestFile), err)
	}
	if there.Old != m.Old || there.New != m.New || !slices.Equal(there.Args, m.Args) {
		return errors.New("resume: the sessions in " + b.dir + " are of other builds, or of other flags of run: leave --resume out to begin anew")
	}
	return nil
}

func digestFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
