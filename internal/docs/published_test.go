package docs

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render"
)

// TestPublished makes the tables and plots of every published folder again,
// from its recordings alone, and compares them byte for byte. [TestSteady] and
// [TestPeers] have the folders that have none.
func TestPublished(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(root, published, "*", ""))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, folder := range folders {
		if fi, err := os.Stat(folder); err != nil || !fi.IsDir() || slices.Contains([]string{steadyFolder, peersFolder}, filepath.Base(folder)) {
			continue
		}
		found++
		t.Run(filepath.Base(folder), func(t *testing.T) { testFolder(t, folder) })
	}
	if found == 0 {
		t.Error("nothing is published")
	}
}

// TestPublishedPage makes the page of all published recordings again.
func TestPublishedPage(t *testing.T) {
	const path = published + "/" + render.PageFile
	all, err := tables("time", func(analysis.Table) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	counts, err := tables("count", func(analysis.Table) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := render.HTML(&b, slices.Concat(all, counts)); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 1<<20 {
		t.Errorf("%s has %d bytes, which is too much for a repository", path, b.Len())
	}
	if *update {
		if err := os.WriteFile(filepath.Join(root, path), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if read(t, path) != b.String() {
		t.Errorf("%s is not what its recordings give: go test ./internal/docs -update", path)
	}
}

func testFolder(t *testing.T, folder string) {
	fresh := t.TempDir()
	recs, truncated, err := results.ReadPaths(folder)
	if err != nil || len(truncated) > 0 {
		t.Fatal(err, truncated)
	}
	all, err := analysis.AnalyzeAll(recs)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := render.All(fresh, all); err != nil {
		t.Fatal(err)
	}
	want, have := rendered(t, fresh), rendered(t, folder)
	if *update {
		replace(t, folder, have, want)
		return
	}
	for name, content := range want {
		if old, ok := have[name]; !ok {
			t.Errorf("%s is missing: go test ./internal/docs -update", name)
		} else if old != content {
			t.Errorf("%s is not what its recording gives: go test ./internal/docs -update", name)
			if filepath.Ext(name) != ".png" {
				t.Log(cmp.Diff(old, content))
			}
		}
		delete(have, name)
	}
	for name := range have {
		t.Errorf("%s is made from no recording: remove it", name)
	}
}

// rendered returns the content of all files of a folder but its recordings.
func rendered(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		if e.IsDir() || filepath.Ext(e.Name()) == results.Extension {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(content)
	}
	return files
}

// replace makes the files of a folder those that are wanted.
func replace(t *testing.T, folder string, have, want map[string]string) {
	t.Helper()
	for name := range have {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range want {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
