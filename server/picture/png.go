package picture

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"minyi/domain/chart"
)

// scale is how many pixels of a picture one CSS pixel has, so that letters are sharp on a phone.
const scale = 2

// WritePNG draws a scene.
func (f *Font) WritePNG(to io.Writer, s chart.Scene) error {
	on := image.NewRGBA(image.Rect(0, 0, chart.Width*scale, int(math.Ceil(s.Height*scale))))
	for _, r := range s.Rects {
		area := image.Rect(pixel(r.X), pixel(r.Y), max(pixel(r.X+r.W), pixel(r.X)+1), max(pixel(r.Y+r.H), pixel(r.Y)+1))
		draw.Draw(on, area, image.NewUniform(colourOf(r.Fill)), image.Point{}, draw.Src)
	}
	faces := map[float64]font.Face{}
	for _, t := range s.Texts {
		face := faces[t.Size]
		if face == nil {
			var err error
			if face, err = opentype.NewFace(f.font, &opentype.FaceOptions{Size: t.Size * scale, DPI: 72}); err != nil {
				return err
			}
			faces[t.Size] = face
		}
		write(on, face, t)
	}
	return png.Encode(to, on)
}

// write draws a line of text. A bold one is drawn twice, one pixel apart, because one font has one weight.
func write(on draw.Image, face font.Face, t chart.Text) {
	d := font.Drawer{Dst: on, Src: image.NewUniform(colourOf(t.Fill)), Face: face}
	x := fixed.I(pixel(t.X))
	switch wide := d.MeasureString(t.Text); t.Anchor {
	case chart.Middle:
		x -= wide / 2
	case chart.End:
		x -= wide
	}
	for i := range 2 {
		d.Dot = fixed.Point26_6{X: x + fixed.I(i), Y: fixed.I(pixel(t.Y))}
		if i == 0 || t.Bold {
			d.DrawString(t.Text)
		}
	}
}

func pixel(x float64) int { return int(math.Round(x * scale)) }

// colourOf reads a colour such as #0072b2.
func colourOf(fill string) color.Color {
	c := color.RGBA{A: 255}
	_, _ = fmt.Sscanf(fill, "#%02x%02x%02x", &c.R, &c.G, &c.B) // package chart writes every colour so
	return c
}
