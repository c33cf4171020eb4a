package figure

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"time"

	"codeberg.org/go-pdf/fpdf"
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// writePDF draws one page. gonum has a canvas for PDF too: it knows no bold
// sans-serif ("undefined font"), writes "Â·" for "·", has whole fonts in every
// file, and today's date.
func writePDF(w io.Writer, f Figure) error {
	wide, tall := f.size(fileWidth, true)
	c := newPDF(wide, tall)
	c.doc.SetTitle(f.Title, true)
	// A document without a date gets today's.
	date := f.Date.UTC()
	if date.IsZero() {
		date = time.Unix(0, 0).UTC()
	}
	c.doc.SetCreationDate(date)
	c.doc.SetModificationDate(date)
	f.draw(c, true)
	if err := c.doc.Output(w); err != nil {
		return fmt.Errorf("make a PDF: %w", err)
	}
	return nil
}

// pdfCanvas is a [vg.Canvas]. Its unit is the point, as vg's is; y counts
// downwards.
type pdfCanvas struct {
	doc        *fpdf.Fpdf
	wide, tall vg.Length
	stack      []pdfState
	fonts      map[string]bool
}

type pdfState struct {
	color color.Color
	width vg.Length
}

func newPDF(wide, tall vg.Length) *pdfCanvas {
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: wide.Points(), Ht: tall.Points()}})
	doc.SetCatalogSort(true) // else fonts come in the order of a map
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddPage()
	c := &pdfCanvas{doc: doc, wide: wide, tall: tall, stack: []pdfState{{}}, fonts: map[string]bool{}}
	vg.Initialize(c)
	return c
}

func (c *pdfCanvas) state() *pdfState { return &c.stack[len(c.stack)-1] }

func (c *pdfCanvas) Size() (wide, tall vg.Length) { return c.wide, c.tall }

func (c *pdfCanvas) at(p vg.Point) (x, y float64) { return p.X.Points(), (c.tall - p.Y).Points() }

func (c *pdfCanvas) SetLineWidth(w vg.Length) {
	c.state().width = w
	c.doc.SetLineWidth(w.Points())
}

func (c *pdfCanvas) SetLineDash(dashes []vg.Length, offset vg.Length) {
	pattern := make([]float64, len(dashes))
	for i, d := range dashes {
		pattern[i] = d.Points()
	}
	c.doc.SetDashPattern(pattern, offset.Points())
}

func (c *pdfCanvas) SetColor(col color.Color) {
	c.state().color = col
	r, g, b, _ := col.RGBA()
	c.doc.SetFillColor(int(r>>8), int(g>>8), int(b>>8))
	c.doc.SetDrawColor(int(r>>8), int(g>>8), int(b>>8))
	c.doc.SetTextColor(int(r>>8), int(g>>8), int(b>>8))
}

func (c *pdfCanvas) Rotate(radians float64) {
	c.doc.TransformRotate(radians*180/math.Pi, 0, c.tall.Points())
}

func (c *pdfCanvas) Translate(p vg.Point) { c.doc.TransformTranslate(p.X.Points(), -p.Y.Points()) }

func (c *pdfCanvas) Scale(x, y float64) { c.doc.TransformScale(x*100, y*100, 0, c.tall.Points()) }

func (c *pdfCanvas) Push() {
	c.stack = append(c.stack, *c.state())
	c.doc.TransformBegin()
}

func (c *pdfCanvas) Pop() {
	c.doc.TransformEnd()
	c.stack = c.stack[:len(c.stack)-1]
	// The library does not know what the page has gone back to.
	c.SetLineWidth(c.state().width)
	if c.state().color != nil {
		c.SetColor(c.state().color)
	}
}

func (c *pdfCanvas) Stroke(p vg.Path) {
	if c.state().width > 0 {
		c.path(p, "D")
	}
}

func (c *pdfCanvas) Fill(p vg.Path) { c.path(p, "F") }

func (c *pdfCanvas) path(p vg.Path, style string) {
	for _, step := range p {
		x, y := c.at(step.Pos)
		switch step.Type {
		case vg.MoveComp:
			c.doc.MoveTo(x, y)
		case vg.LineComp:
			c.doc.LineTo(x, y)
		case vg.ArcComp:
			r := step.Radius.Points()
			from := step.Start * 180 / math.Pi
			c.doc.ArcTo(x, y, r, r, 0, from, from+step.Angle*180/math.Pi)
		case vg.CurveComp:
			c.curve(step, x, y)
		case vg.CloseComp:
			c.doc.ClosePath()
		}
	}
	c.doc.DrawPath(style)
}

func (c *pdfCanvas) curve(step vg.PathComp, x, y float64) {
	x0, y0 := c.at(step.Control[0])
	if len(step.Control) == 1 {
		c.doc.CurveTo(x0, y0, x, y)
		return
	}
	x1, y1 := c.at(step.Control[1])
	c.doc.CurveBezierCubicTo(x0, y0, x1, y1, x, y)
}

func (c *pdfCanvas) FillString(face font.Face, p vg.Point, s string) {
	style := ""
	if face.Font.Weight == xfont.WeightBold {
		style = "B"
	}
	if !c.fonts[style] {
		c.fonts[style] = true
		var data bytes.Buffer
		if _, err := face.Face.WriteSourceTo(nil, &data); err != nil {
			c.doc.SetError(fmt.Errorf("font %s: %w", face.Name(), err))
			return
		}
		c.doc.AddUTF8FontFromBytes("sans", style, data.Bytes())
	}
	c.doc.SetFont("sans", style, face.Font.Size.Points())
	x, y := c.at(p)
	c.doc.Text(x, y, s)
}

func (c *pdfCanvas) DrawImage(r vg.Rectangle, _ image.Image) {
	c.doc.SetError(fmt.Errorf("an image at %v: figures have none", r))
}
