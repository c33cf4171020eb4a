package results

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// maxLine bounds one line of a recording, so that a hostile file cannot ask
// for all memory. A visit of 100,000 chunks stays below it.
const maxLine = 8 << 20

// line is one line of a recording: exactly one member is set.
type line struct {
	Header *Header `json:"header,omitempty"`
	Proof  *Proof  `json:"proof,omitempty"`
	Visit  *Visit  `json:"visit,omitempty"`
	End    *End    `json:"end,omitempty"`
}

func (l line) members() (n int) {
	for _, set := range []bool{l.Header != nil, l.Proof != nil, l.Visit != nil, l.End != nil} {
		if set {
			n++
		}
	}
	return n
}

// Writer writes a recording, one line per call. Each line reaches the
// underlying writer in a single Write before the call returns. After an error
// nothing more is written, so that a line which was cut short stays the last.
type Writer struct {
	w      io.Writer
	failed error
}

// NewWriter returns a Writer to w, which should not buffer.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Header writes the first line.
func (w *Writer) Header(h Header) error { return w.write(line{Header: &h}) }

// Proof writes that an arm was seen to work.
func (w *Writer) Proof(p Proof) error { return w.write(line{Proof: &p}) }

// Visit writes one stay at an arm.
func (w *Writer) Visit(v Visit) error { return w.write(line{Visit: &v}) }

// End writes the last line.
func (w *Writer) End(e End) error { return w.write(line{End: &e}) }

func (w *Writer) write(l line) error {
	if w.failed != nil {
		return w.failed
	}
	b, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("encode recording: %w", err)
	}
	if _, err := w.w.Write(append(b, '\n')); err != nil {
		w.failed = fmt.Errorf("write recording: %w", err)
		return w.failed
	}
	return nil
}

// ErrTruncated means that the last line of a recording is incomplete, which is
// what a crash or a full disk leaves behind. All that comes before it is good.
var ErrTruncated = errors.New("last line is incomplete")

// ErrNotRecording means that a file does not hold a recording at all.
var ErrNotRecording = errors.New("not a probecost recording")

// Read reads one recording; name is for messages. With an error that wraps
// [ErrTruncated] it returns all complete lines as well.
func Read(name string, r io.Reader) (*Recording, error) {
	rec := &Recording{Name: name}
	br := bufio.NewReaderSize(r, 64<<10)
	for n := 1; ; n++ {
		text, err := ReadLine(br)
		if err == io.EOF {
			if n == 1 {
				return nil, fmt.Errorf("%s: %w: the file is empty", name, ErrNotRecording)
			}
			return rec, nil
		}
		if err == io.ErrUnexpectedEOF && n > 1 {
			return rec, fmt.Errorf("%s:%d: %w", name, n, ErrTruncated)
		}
		if err != nil && err != io.ErrUnexpectedEOF {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if err := rec.add(text, n); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
}

// ReadLine returns the next line of JSON Lines without its newline: io.EOF at
// the end, io.ErrUnexpectedEOF with the text of a line that has no newline. A
// line that is longer than any that is written is an error.
func ReadLine(r *bufio.Reader) ([]byte, error) {
	var text []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(text)+len(part) > maxLine {
			return nil, fmt.Errorf("line is longer than %d bytes", maxLine)
		}
		text = append(text, part...)
		switch {
		case err == nil:
			return text[:len(text)-1], nil
		case err == bufio.ErrBufferFull:
		case err == io.EOF && len(text) > 0:
			return text, io.ErrUnexpectedEOF
		default:
			return nil, err
		}
	}
}

func (rec *Recording) add(text []byte, n int) error {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		if n == 1 {
			return fmt.Errorf("%w: %v", ErrNotRecording, err)
		}
		return fmt.Errorf("bad line: %w", err)
	}
	if n == 1 {
		if l.Header == nil || l.members() > 1 {
			return fmt.Errorf("%w: the first line is not a header", ErrNotRecording)
		}
		return rec.setHeader(*l.Header)
	}
	switch {
	case rec.End != nil:
		return errors.New("line after the end")
	case l.members() > 1:
		return errors.New("more than one of header, proof, visit and end")
	case l.Header != nil:
		return errors.New("second header: two recordings in one file")
	case l.Proof != nil:
		rec.Proofs = append(rec.Proofs, *l.Proof)
	case l.Visit != nil:
		return rec.addVisit(*l.Visit)
	case l.End != nil:
		rec.End = l.End
	default:
		return errors.New("neither proof, visit nor end: written by a newer probecost?")
	}
	return nil
}

func (rec *Recording) setHeader(h Header) error {
	if h.Schema < 1 || h.Schema > Schema {
		return fmt.Errorf("schema %d: this probecost reads 1 to %d, use a newer one", h.Schema, Schema)
	}
	if h.Metric != Time && h.Metric != Instructions && h.Metric != CPUTime {
		return fmt.Errorf("unknown metric %q", h.Metric)
	}
	if h.Plan.Ops < 1 || h.Plan.Chunks < 1 || h.Plan.Blocks < 1 || h.Plan.Discard < 0 {
		return fmt.Errorf("bad plan: %d blocks of %d chunks of %d operations", h.Plan.Blocks, h.Plan.Chunks, h.Plan.Ops)
	}
	rec.Header = h
	return nil
}

func (rec *Recording) addVisit(v Visit) error {
	switch {
	case v.EventsPerOp < 1:
		return fmt.Errorf("visit of %s: %d events per operation", v.Arm, v.EventsPerOp)
	case len(v.Chunks) == 0:
		return fmt.Errorf("visit of %s: no chunks", v.Arm)
	case len(v.Canaries) != 0 && len(v.Canaries) != len(v.Chunks)+1:
		return fmt.Errorf("visit of %s: %d canaries around %d chunks", v.Arm, len(v.Canaries), len(v.Chunks))
	case v.Block < 0 || v.Block >= max(rec.Header.Plan.Blocks, rec.Header.Plan.Most):
		return fmt.Errorf("visit of %s: block %d of %d", v.Arm, v.Block, rec.Header.Plan.Blocks)
	}
	rec.Visits = append(rec.Visits, v)
	return nil
}

// ReadFile reads the recording in a file, see [Read].
func ReadFile(name string) (*Recording, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(name, f)
}

// Extension is the ending of a recording's file name.
const Extension = ".jsonl"

// ReadPaths reads recordings from files, and from all files in folders that
// end in [Extension]. The second result names recordings that were cut short,
// which are returned as well, and files of folders that are no recordings; any
// other fault is an error.
func ReadPaths(paths ...string) (recs []*Recording, doubts []error, err error) {
	for _, p := range paths {
		names, err := expand(p)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range names {
			rec, err := ReadFile(name)
			switch {
			case errors.Is(err, ErrTruncated), errors.Is(err, ErrNotRecording) && name != p:
				doubts = append(doubts, err)
			case err != nil:
				return nil, nil, err
			}
			if rec != nil {
				recs = append(recs, rec)
			}
		}
	}
	if len(recs) == 0 {
		return nil, nil, errors.Join(doubts...)
	}
	return recs, doubts, nil
}

func expand(path string) ([]string, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !fi.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path) // sorted by name
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && filepath.Ext(e.Name()) == Extension {
			names = append(names, filepath.Join(path, e.Name()))
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no recordings (*%s) in this folder: `probecost run --out %s` makes one", path, Extension, path)
	}
	return names, nil
}
