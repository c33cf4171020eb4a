package docs

import (
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestLinks shows that every relative link and picture leads somewhere.
func TestLinks(t *testing.T) {
	eachDocument(t, func(t *testing.T, name, text string) {
		for _, m := range link.FindAllStringSubmatch(prose(text), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			target, anchor, _ := strings.Cut(m[1], "#")
			file := name
			if target != "" {
				file = path.Join(path.Dir(name), target)
			}
			if !exists(t, file) {
				t.Errorf("%s: no such file", m[1])
			} else if anchor != "" && !anchors(read(t, file))[anchor] {
				t.Errorf("%s: no such heading", m[1])
			}
		}
	})
}

// TestPagesAreFound shows that the README leads to every page.
func TestPagesAreFound(t *testing.T) {
	readme := read(t, "README.md")
	for _, name := range documents(t) {
		if strings.HasPrefix(name, pages+"/") && !strings.Contains(readme, "]("+name+")") {
			t.Errorf("README.md has no link to %s", name)
		}
	}
}

var (
	heading   = regexp.MustCompile(`(?m)^#+ (.*)$`)
	noAnchor  = regexp.MustCompile(`[^\p{L}\p{N}\s_-]`)
	ourFolder = regexp.MustCompile(`^(bench|bpf|cmd|deploy|docs|examples|internal|results|scripts|workloads|\.ci|\.github)/`)
	notThere  = regexp.MustCompile(`^results/latest\b|^bin/|<|NAME|\{`)
)

// anchors are those that a code host gives to the headings.
func anchors(text string) map[string]bool {
	found := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(prose(text), -1) {
		plain := noAnchor.ReplaceAllString(strings.ToLower(m[1]), "")
		found[strings.ReplaceAll(plain, " ", "-")] = true
	}
	return found
}

// TestPaths shows that every file and folder that a document names in code
// exists, from the top folder.
func TestPaths(t *testing.T) {
	eachDocument(t, func(t *testing.T, _, text string) {
		var named []string
		for _, b := range slices.Concat(inline(text), code(text, "text"), code(text, "sh")) {
			named = append(named, strings.Fields(b)...)
		}
		for _, name := range named {
			name = strings.TrimPrefix(strings.TrimSuffix(name, "..."), "./")
			if ourFolder.MatchString(name) && !notThere.MatchString(name) && !exists(t, name) {
				t.Errorf("%s: no such file", name)
			}
		}
	})
}

// TestFolders shows that ARCHITECTURE.md has a place for every package.
func TestFolders(t *testing.T) {
	text := read(t, "ARCHITECTURE.md")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if filepath.Ext(file) != ".go" {
			return nil
		}
		folder, err := filepath.Rel(root, filepath.Dir(file))
		if err == nil && !seen[folder] && !strings.Contains(text, folder+"/") {
			t.Errorf("ARCHITECTURE.md says nothing of the package in %s/", folder)
		}
		seen[folder] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestDiffs shows that the changes which a document shows apply to the code as
// it is.
func TestDiffs(t *testing.T) {
	eachDocument(t, func(t *testing.T, _, text string) {
		for _, diff := range code(text, "diff") {
			cmd := exec.Command("git", "apply", "--check", "-")
			cmd.Dir, cmd.Stdin = root, strings.NewReader(diff)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("the diff does not apply any more: %v\n%s\n%s", err, out, diff)
			}
		}
	})
}
