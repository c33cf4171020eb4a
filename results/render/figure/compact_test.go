package figure

import "testing"

func TestCompact(t *testing.T) {
	for _, c := range []struct{ long, short string }{
		{`<path d="M1,2L1,3.5M1.5,-2L1.5,0" style="x" />`, `<path d="M1,2V3.5M1.5,-2V0" style="x"/>`},
		{`<path d="M1,2L1,3L4,5Z" style="x" />`, `<path d="M1,2V3L4,5Z" style="x"/>`},
		{`<path d="M1,2L11,2" style="x" />`, `<path d="M1,2L11,2" style="x"/>`},
		{"<text x=\"1\"\n\tstyle=\"" + common + "font-weight:bold;font-style:normal;font-size:9px;fill:red\">a</text>",
			`<text x="1" style="font-weight:bold;font-size:9px;fill:red">a</text>`},
	} {
		if got := compact(c.long); got != c.short {
			t.Errorf("%s\nwant %s", got, c.short)
		}
	}
}
