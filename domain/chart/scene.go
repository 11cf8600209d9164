package chart

// Scene is a picture: rectangles, and the texts above them. Its unit is a CSS pixel. It is as wide as a phone, so that its letters are readable there; a
// larger screen may show it larger.
type Scene struct {
	Height float64
	Title  string // its name for those who cannot see it
	Says   string // what it shows, for them
	Rects  []Rect
	Texts  []Text
}

// Width is the width of every scene.
const Width = 360

// Rect is a filled rectangle.
type Rect struct {
	X, Y, W, H float64
	Fill       string
}

// Text is one line of text.
type Text struct {
	X, Y   float64 // Y is that of the baseline
	Size   float64
	Bold   bool
	Anchor Anchor
	Fill   string
	Text   string
}

// Anchor is the point of a text that lies at its X.
type Anchor string

// The anchors, as SVG names them.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Measures of all scenes.
const (
	margin    = 12
	inner     = Width - 2*margin
	titleSize = 15
	labelSize = 13
	noteSize  = 12
	tickSize  = 11
	leading   = 1.35 // the height of a line, as a multiple of the letters' size
)

// Draw draws a chart.
func (c Chart) Draw() Scene {
	s := &Scene{Title: c.Title, Says: c.AlternativeText(), Height: margin}
	s.lines(margin, titleSize, true, ink, wrap(c.Title, inner, titleSize))
	for _, note := range c.notes() {
		s.lines(margin, noteSize, false, faint, wrap(note, inner, noteSize))
	}
	s.Height += 8
	rows := c.drawn()
	if len(rows) == 0 {
		s.lines(margin, labelSize, false, faint, []string{c.Words.Nothing})
	} else {
		c.draw(s, rows)
	}
	s.Height += margin
	s.Rects = append([]Rect{{0, 0, Width, s.Height, paper}}, s.Rects...)
	return *s
}

// draw draws the rows below what the scene has.
func (c Chart) draw(s *Scene, rows []Row) {
	switch c.Form {
	case Columns, Histogram:
		c.drawColumns(s, rows)
	case Stacked:
		c.drawStacked(s, rows)
	case Heat:
		c.drawHeat(s, rows)
	default:
		c.drawBars(s, rows)
	}
}

// lines adds lines of text at the end of the scene.
func (s *Scene) lines(x, size float64, bold bool, fill string, lines []string) {
	for _, line := range lines {
		s.Height += size * leading
		s.text(Text{x, s.Height - size*(leading-1), size, bold, Start, fill, line})
	}
}

func (s *Scene) rect(x, y, w, h float64, fill string) {
	s.Rects = append(s.Rects, Rect{x, y, w, h, fill})
}

func (s *Scene) text(t Text) { s.Texts = append(s.Texts, t) }
