package docs

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// shares is what the program's own estimate command says of one workload and
// handler at several rates.
func shares(args []string) (string, error) {
	if len(args) < 4 {
		return "", fmt.Errorf("too few arguments")
	}
	list, rates := map[string][]string{}, args[3:]
	var order []string
	for _, rate := range rates {
		rows, err := estimated(args[0], rate)
		if err != nil {
			return "", err
		}
		for _, r := range rows {
			if r.Workload != args[1] || r.Handler != args[2] || r.Share == nil {
				continue
			}
			if !slices.Contains(order, r.Attach) {
				order = append(order, r.Attach)
			}
			list[r.Attach] = append(list[r.Attach], percent(*r.Share))
		}
	}
	if len(order) == 0 {
		return "", fmt.Errorf("no shares")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| share of one CPU, %s, %s |", args[1], args[2])
	for _, rate := range rates {
		fmt.Fprintf(&b, " %s events/s |", rate)
	}
	fmt.Fprintf(&b, "\n|:--|%s\n", strings.Repeat("--:|", len(rates)))
	for _, attach := range order {
		fmt.Fprintf(&b, "| %s | %s |\n", attach, strings.Join(list[attach], " | "))
	}
	return b.String(), nil
}

// estimatedShare is a row of what estimate prints for programs.
type estimatedShare struct {
	Workload string   `json:"workload"`
	Handler  string   `json:"handler"`
	Attach   string   `json:"attach"`
	Share    *float64 `json:"share"`
}

// estimated runs the command as a reader would.
func estimated(folder, rate string) ([]estimatedShare, error) {
	path, err := probecost()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(path, "estimate", "--json", "--rate", rate, filepath.Join(published, folder))
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %w", cmd.Args[1:], err)
	}
	var found struct {
		Rows []estimatedShare `json:"rows"`
	}
	return found.Rows, json.Unmarshal(out, &found)
}

// percent writes a share of one CPU with two digits.
func percent(share float64) string {
	x, err := strconv.ParseFloat(strconv.FormatFloat(100*share, 'g', 2, 64), 64)
	if err != nil {
		return err.Error()
	}
	return strconv.FormatFloat(x, 'f', -1, 64) + " %"
}
