package compare

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/probecost/probecost/results"
)

// baselineSchema is the version of the format. A newer one is refused: to
// rewrite it would lose what is not known here.
const baselineSchema = 1

// Baseline holds counts to compare with, by kernel: a file to be committed.
// Each arm is a line, so that a change can be reviewed.
type Baseline struct {
	Schema  int      `json:"schema"`
	Kernels []Counts `json:"kernels"`
}

// Counts are those of one kernel on one model of CPU.
type Counts struct {
	// Environment is what counts depend on; see results.Environment.Compared.
	Environment map[string]string `json:"environment"`
	// Overheads are instructions per event over base, by the arm's path.
	Overheads map[string]float64 `json:"instructions_over_base"`
}

// maxBaseline bounds a file, so that a hostile one cannot ask for all memory.
const maxBaseline = 16 << 20

// ReadBaseline reads a file; name is for messages.
func ReadBaseline(name string, r io.Reader) (*Baseline, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxBaseline+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > maxBaseline {
		return nil, fmt.Errorf("%s: more than %d bytes: no baseline", name, maxBaseline)
	}
	var b Baseline
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, fmt.Errorf("%s:%d: no baseline: %w", name, lineOf(text, err), err)
	}
	if err := b.check(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, 1, err)
	}
	return &b, nil
}

// lineOf is the line of text that err is about.
func lineOf(text []byte, err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	offset := int64(0)
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	return 1 + bytes.Count(text[:min(offset, int64(len(text)))], []byte("\n"))
}

func (b *Baseline) check() error {
	if b.Schema < 1 || b.Schema > baselineSchema {
		return fmt.Errorf("baseline of schema %d: this probecost reads 1 to %d, use a newer one", b.Schema, baselineSchema)
	}
	for i, c := range b.Kernels {
		kernel := c.Environment["kernel"]
		if kernel == "" {
			return errors.New("counts without a kernel")
		}
		for path, x := range c.Overheads {
			if _, err := results.ParseArm(path); err != nil {
				return fmt.Errorf("kernel %s: %w", kernel, err)
			}
			if math.Abs(x) > 1e12 {
				return fmt.Errorf("kernel %s: %s: %g instructions", kernel, path, x)
			}
		}
		for _, other := range b.Kernels[:i] {
			if other.matches(c.Environment) {
				return fmt.Errorf("kernel %s is there twice", kernel)
			}
		}
	}
	return nil
}

// matches says whether counts are of an environment: they agree in all that
// both know, and in the kernel.
func (c Counts) matches(environment map[string]string) bool {
	for name, value := range c.Environment {
		if other, ok := environment[name]; ok && other != value {
			return false
		}
	}
	return c.Environment["kernel"] == environment["kernel"]
}

// find returns the counts of an environment, nil if there are none.
func (b *Baseline) find(environment map[string]string) *Counts {
	for i := range b.Kernels {
		if b.Kernels[i].matches(environment) {
			return &b.Kernels[i]
		}
	}
	return nil
}

// Write writes the file.
func (b *Baseline) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(b)
}
