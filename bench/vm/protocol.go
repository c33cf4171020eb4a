package vm

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Paths in the guest, from its root.
const (
	pathInit    = "init"
	pathOrder   = "probecost.json"
	pathCommand = "command"
)

// order is what the host tells the init to run, in the file pathOrder. Its
// strings are bytes, which JSON encodes as base64: an argument need not be
// UTF-8, and has to arrive as it is.
type order struct {
	Argv [][]byte `json:"argv"`
	Env  [][]byte `json:"env"`
}

func encodeOrder(c Config) ([]byte, error) {
	name := "/" + pathInit
	if c.Command != "" {
		name = "/" + pathCommand
	}
	return json.Marshal(order{Argv: toBytes(append([]string{name}, c.Args...)), Env: toBytes(c.Env)})
}

func decodeOrder(b []byte) (argv, env []string, err error) {
	var o order
	if err := json.Unmarshal(b, &o); err != nil {
		return nil, nil, fmt.Errorf("read the order /%s: %w", pathOrder, err)
	}
	return toStrings(o.Argv), toStrings(o.Env), nil
}

func toBytes(list []string) [][]byte {
	out := make([][]byte, len(list))
	for i, s := range list {
		out[i] = []byte(s)
	}
	return out
}

func toStrings(list [][]byte) []string {
	out := make([]string, len(list))
	for i, b := range list {
		out[i] = string(b)
	}
	return out
}

// message is what the init tells the host: one line of JSON on the control
// port, when all output is through.
type message struct {
	Status *int   `json:"status,omitempty"` // exit status of the command
	Error  string `json:"error,omitempty"`  // why there is none
}

func (m message) encode() []byte {
	b, err := json.Marshal(m)
	if err != nil {
		panic(err) // an integer and a string
	}
	return append(b, '\n')
}

// maxMessage bounds what is kept of the control port.
const maxMessage = 64 << 10

// mailbox is the host's end of the control port: it keeps the first line.
type mailbox struct{ line bytes.Buffer }

func (m *mailbox) Write(p []byte) (int, error) {
	if room := maxMessage - m.line.Len(); room > 0 {
		m.line.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// message returns the message once it is complete, and nil before.
func (m *mailbox) message() (*message, error) {
	line, _, complete := bytes.Cut(m.line.Bytes(), []byte("\n"))
	if !complete {
		return nil, nil
	}
	var out message
	if err := json.Unmarshal(line, &out); err != nil || (out.Status == nil) == (out.Error == "") {
		return nil, fmt.Errorf("read the exit status from the guest: got %q", line)
	}
	return &out, nil
}
