package render

import (
	"bytes"
	"context"
	_ "embed"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/probecost/probecost/results"
)

//go:embed testdata/inspect.js
var inspect string

// inspection is what testdata/inspect.js returns.
type inspection struct {
	Lines      int       // of text
	Least      float64   // contrast
	Ground     []float64 // colour of the paper
	Complaints []string
}

// look is how a page is looked at.
type look struct {
	name   string
	width  int64 // px
	scheme string
	media  string
	light  bool // what the paper has to be
}

// looks are a phone and a desk, by day and by night, and paper: A4 without its
// margins, for one who prefers dark screens.
var looks = []look{
	{"phone", 360, "light", "", true},
	{"phone by night", 360, "dark", "", false},
	{"desk", 1280, "light", "", true},
	{"desk by night", 1280, "dark", "", false},
	{"paper", 688, "dark", "print", true},
}

// browser starts Chromium. Whoever says that there has to be one may not do
// without.
func browser(t *testing.T) context.Context {
	t.Helper()
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"}
	if !slices.ContainsFunc(names, func(name string) bool { _, err := exec.LookPath(name); return err == nil }) {
		if os.Getenv("PROBECOST_REQUIRE_BROWSER") != "" {
			t.Fatal("no Chromium: scripts/setup.sh browser installs it")
		}
		t.Skip("no Chromium: scripts/setup.sh browser installs it")
	}
	options := chromedp.DefaultExecAllocatorOptions[:]
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses one to root
	}
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return ctx
}

// TestPageInBrowser lays all pages out: nothing is cut or covered, everything
// can be read, and the browser complains of nothing.
func TestPageInBrowser(t *testing.T) {
	ctx := browser(t)
	all := pages(t)
	all["published"] = publishedPage(t)
	for name, text := range all {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), PageFile)
			if err := os.WriteFile(path, text, 0o644); err != nil {
				t.Fatal(err)
			}
			lookAt(t, ctx, (&url.URL{Scheme: "file", Path: path}).String())
		})
	}
}

// publishedPage is that of all recordings that are published.
func publishedPage(t *testing.T) []byte {
	t.Helper()
	recs, doubts, err := results.ReadPaths("../published/time", "../published/count")
	if err != nil || len(doubts) > 0 {
		t.Fatal(err, doubts)
	}
	var b bytes.Buffer
	if err := HTML(&b, tables(t, recs...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lookAt opens a page of its own, and looks at it in every way.
func lookAt(t *testing.T, browser context.Context, address string) {
	ctx, cancel := chromedp.NewContext(browser)
	defer cancel()
	listening, stop := context.WithCancel(ctx)
	messages := chromedp.Console(listening)
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	for _, l := range looks {
		t.Run(l.name, func(t *testing.T) { l.inspect(t, ctx) })
	}
	if pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4))); err != nil || len(pdf) < 1000 {
		t.Errorf("print: %d bytes, %v", len(pdf), err)
	}
	stop()
	for m, err := range messages {
		if err != nil {
			break // the end of listening
		}
		t.Errorf("the console says: %v", m)
	}
}

func (l look) inspect(t *testing.T, ctx context.Context) {
	media := emulation.SetEmulatedMediaParams{Media: l.media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(l.width, 800)); err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[inspection](inspect))
	if err != nil {
		t.Fatal(err)
	}
	if found.Lines < 10 {
		t.Errorf("only %d lines of text: is it the page?", found.Lines)
	}
	if light := found.Ground[0] > 128; light != l.light {
		t.Errorf("the paper is %v", found.Ground)
	}
	for _, text := range found.Complaints {
		t.Error(text)
	}
}

// TestInspect shows a page on which everything is wrong, and one on which nothing
// is, to the script that looks at pages.
func TestInspect(t *testing.T) {
	ctx := browser(t)
	const head = `data:text/html,<!doctype html><meta name="viewport" content="width=device-width"><style>body{margin:0;background:white;color:black}</style>`
	for _, c := range []struct {
		name, body, want string
	}{
		{"good", `<p>One line</p><p>Another</p><svg width="200" height="50"><rect width="100" height="50" fill="black"/><text x="10" y="20" fill="white">light</text></svg>`, ""},
		{"wide", `<p style="width:2000px">too wide</p>`, "the page is 2000 px wide in 1280"},
		{"moved", `<p style="position:relative;left:-30px">cut off</p>`, "outside of the page: cut off"},
		{"covered", `<p style="margin:0">below</p><p style="margin:0;position:relative;top:-15px">above</p>`, `"below" and "above" cover each other`},
		{"cut", `<svg width="50" height="20"><text x="30" y="15">too long for it</text></svg>`, "outside of its drawing: too long for it"},
		{"pale", `<p style="color:rgb(150,150,150)">pale</p>`, "contrast 2.96: pale"},
		{"drawn pale", `<svg width="200" height="50"><rect width="100" height="50" fill="rgb(0,0,90)"/><text x="10" y="20">dark</text></svg>`, "contrast 1.15: dark"},
	} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(head+url.PathEscape(c.body))); err != nil {
			t.Fatal(err)
		}
		found, err := chromedp.Run(ctx, chromedp.Evaluate[inspection](inspect))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(found.Complaints, "; "); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: complaints are %q, want %q", c.name, got, c.want)
		}
	}
}
