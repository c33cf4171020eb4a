package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// peersFolder has what other programs for this question printed, and what this
// one printed in turns with them: a folder for each series of rounds, with a
// text file for each program, a session after the other.
const peersFolder = "peers"

// A peer is a program whose sessions are kept.
type peer struct {
	file string // without .txt
	name string // in tables
	hook string // what fires, and what is attached to it
	read func(printed string) (map[string]float64, error)
}

// peerList has them in the order of the tables: what measures the same hook
// stands together, this program after the other.
var peerList = []peer{
	{"test_overhead", "`test_overhead`", "task_rename, returns 0", readTestOverhead},
	{"probecost-task_rename", "`probecost run --quick`", "task_rename, returns 0", readOurs},
	{"bench", "selftests `bench`", "bpf_trigger_tp, counts", readBench},
	{"probecost-bpf_trigger", "`probecost run --quick`", "bpf_trigger_tp, counts", readOurs},
	{"ebpf_exporter", "ebpf_exporter's benchmark", "sys_enter, returns 0", readExporter},
	{"probecost-bystander", "`probecost run --quick`", "sys_enter, returns 0", readOurs},
}

// peerSession is one session: when, under which circumstances, and what each
// attach type added to an event, ns.
type peerSession struct {
	start     time.Time
	seconds   float64
	load      float64 // average over a minute, at the start
	others    float64 // share of all CPUs' time, 0 to 1, that was not its own
	overheads map[string]float64
}

var sessionLine = regexp.MustCompile(`(?m)^== session (\d+), (\S+ \S+) UTC, ([\d.]+) s, load average ([\d.]+), others took (\d+) % of the CPUs, exit status (\d+)\n`)

// readSessions reads a file of sessions, which are numbered from 1 without a gap.
func readSessions(text string, read func(string) (map[string]float64, error)) ([]peerSession, error) {
	var list []peerSession
	heads := sessionLine.FindAllStringSubmatchIndex(text, -1)
	for i, h := range heads {
		field := func(n int) string { return text[h[2*n]:h[2*n+1]] }
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		if field(1) != strconv.Itoa(i+1) || field(6) != "0" {
			return nil, fmt.Errorf("session %s is the file's %d., with exit status %s", field(1), i+1, field(6))
		}
		s := peerSession{seconds: number(field(3)), load: number(field(4)), others: number(field(5)) / 100}
		var err error
		if s.start, err = time.Parse(time.DateTime, field(2)); err != nil {
			return nil, err
		}
		if s.overheads, err = read(text[h[1]:end]); err != nil {
			return nil, fmt.Errorf("session %d: %w", i+1, err)
		}
		list = append(list, s)
	}
	if len(list) < 2 {
		return nil, fmt.Errorf("%d sessions", len(list))
	}
	return list, nil
}

// number reads what a pattern has found to be one.
func number(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return x
}

func (p peer) sessions(series string) ([]peerSession, error) {
	name := filepath.Join(root, published, peersFolder, series, p.file+".txt")
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	list, err := readSessions(string(text), p.read)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}

// overBase takes the base off what each attach type needs for an event, ns.
func overBase(perEvent map[string]float64, base string) (map[string]float64, error) {
	if perEvent[base] == 0 || len(perEvent) < 2 {
		return nil, fmt.Errorf("no base, or nothing beside it: %v", perEvent)
	}
	over := map[string]float64{}
	for attach, ns := range perEvent {
		if attach != base {
			over[attach] = ns - perEvent[base]
		}
	}
	return over, nil
}

var testOverheadLine = regexp.MustCompile(`(?m)^(?:w/)?(BASE|KPROBE|TRACEPOINT|RAW_TRACEPOINT)\ntask_rename:0: (\d+) events per sec$`)

// readTestOverhead reads events per second. The part that a line belongs to is
// the last one named before it.
func readTestOverhead(printed string) (map[string]float64, error) {
	perEvent := map[string]float64{}
	for _, m := range testOverheadLine.FindAllStringSubmatch(printed, -1) {
		perEvent[strings.ToLower(m[1])] = 1e9 / number(m[2])
	}
	return overBase(perEvent, "base")
}

var benchLine = regexp.MustCompile(`(?m)^Setting up benchmark 'trig-([a-z-]+)'(?s:.*?)^Summary: hits +([\d.]+) ± +[\d.]+M/s`)

// readBench reads millions of hits per second. kernel-count counts in the same
// loop without anything attached.
func readBench(printed string) (map[string]float64, error) {
	perEvent := map[string]float64{}
	names := map[string]string{"kernel-count": "base", "tp": "tracepoint", "rawtp": "raw_tracepoint"}
	for _, m := range benchLine.FindAllStringSubmatch(printed, -1) {
		perEvent[names[m[1]]] = 1e3 / number(m[2])
	}
	return overBase(perEvent, "base")
}

var exporterLine = regexp.MustCompile(`(?m)^BenchmarkGetpid(\w+)/getpid\s+\d+\s+([\d.]+) ns/op$`)

// readExporter reads nanoseconds per operation. What it calls a tracepoint is
// attached by SEC("tp_btf/sys_enter").
func readExporter(printed string) (map[string]float64, error) {
	perEvent := map[string]float64{}
	names := map[string]string{"WithoutAnyProbes": "base", "TracepointWithNoMap": "tp_btf"}
	for _, m := range exporterLine.FindAllStringSubmatch(printed, -1) {
		perEvent[names[m[1]]] = number(m[2])
	}
	return overBase(perEvent, "base")
}

var ourLine = regexp.MustCompile(`(?m)^ (\w+) +[\d.]+[KM]? +[\d.]+ +([\d.]+) ± [\d.]+ ns `)

// readOurs reads the overheads off this program's table.
func readOurs(printed string) (map[string]float64, error) {
	over := map[string]float64{}
	for _, m := range ourLine.FindAllStringSubmatch(printed, -1) {
		over[m[1]] = number(m[2])
	}
	if len(over) == 0 {
		return nil, fmt.Errorf("no overhead in\n%s", printed)
	}
	return over, nil
}

// TestPeers shows that sessions were made in turns: as many of each program,
// and each round over before the next one began.
func TestPeers(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, published, peersFolder, "*", peerList[0].file+".txt"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		series := filepath.Base(filepath.Dir(file))
		t.Run(series, func(t *testing.T) { testSeries(t, series) })
	}
}

func testSeries(t *testing.T, series string) {
	var all [][]peerSession
	for _, p := range peerList {
		list, err := p.sessions(series)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, list)
	}
	for i, list := range all {
		if len(list) != len(all[0]) {
			t.Fatalf("%s: %d sessions, %s: %d", peerList[i].file, len(list), peerList[0].file, len(all[0]))
		}
		for round := 1; round < len(list); round++ {
			for j, other := range all {
				if list[round].start.Before(other[round-1].start) {
					t.Errorf("%s: session %d began before session %d of %s", peerList[i].file, round+1, round, peerList[j].file)
				}
			}
		}
	}
}
