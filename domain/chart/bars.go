package chart

import "math"

// drawBars draws a bar for each row, with its label above and its number beside it.
func (c Chart) drawBars(s *Scene, rows []Row) {
	room := 0.0 // of the longest number
	for _, r := range rows {
		room = max(room, wideOf(c.CellText(r.Cells[0]), labelSize)+6)
	}
	long, high := inner-room, float64(greatest(rows))
	for _, r := range rows {
		s.lines(margin, labelSize, false, ink, wrap(r.Label, inner, labelSize))
		s.Height += 3
		const thick = 16
		s.rect(margin, s.Height, long, thick, track)
		cell, fill := r.Cells[0], ink
		if cell.Count == nil {
			fill = faint
		} else if *cell.Count > 0 {
			s.rect(margin, s.Height, max(1, long*float64(*cell.Count)/high), thick, bar)
		}
		s.text(Text{margin + long + 6, s.Height + 12.5, labelSize, false, Start, fill, c.CellText(cell)})
		s.Height += thick + 6
	}
}

// drawStacked draws each row as a whole that its cells share.
func (c Chart) drawStacked(s *Scene, rows []Row) {
	c.drawLegend(s)
	for _, r := range rows {
		total := c.total(r)
		sum := number(total)
		if !r.published() {
			sum = c.Words.Withheld
		}
		lines := wrap(r.Label, inner-wideOf(sum, noteSize)-8, labelSize)
		s.text(Text{Width - margin, s.Height + labelSize, noteSize, false, End, faint, sum})
		s.lines(margin, labelSize, false, ink, lines)
		s.Height += 3
		c.drawParts(s, r, total)
		s.Height += 30
	}
}

// drawParts draws the parts of a row. A part that is wide enough holds its number.
func (c Chart) drawParts(s *Scene, r Row, total int) {
	const thick = 22
	s.rect(margin, s.Height, inner, thick, track)
	x := float64(margin)
	for i, cell := range r.Cells {
		if cell.Count == nil || *cell.Count == 0 {
			continue
		}
		wide := inner * float64(*cell.Count) / float64(total)
		fill := c.colourOf(i, len(c.Columns))
		s.rect(x, s.Height, math.Max(wide-1, 0.5), thick, fill) // a white line parts it from the next one
		if text := number(*cell.Count); wideOf(text, noteSize)+4 <= wide {
			s.text(Text{x + (wide-1)/2, s.Height + 15.5, noteSize, false, Middle, inkOn(fill), text})
		}
		x += wide
	}
}

// drawLegend names the colours of the columns.
func (c Chart) drawLegend(s *Scene) {
	const swatch = 12
	x := float64(margin)
	for i, name := range c.Columns {
		lines := clip(name, inner-swatch-5, noteSize, 2)
		wide := swatch + 5 + wideOf(lines[0], noteSize) + 12
		if x > margin && x+wide > Width-margin+12 {
			x, s.Height = margin, s.Height+18
		}
		s.rect(x, s.Height+2, swatch, swatch, c.colourOf(i, len(c.Columns)))
		for n, text := range lines {
			s.text(Text{x + swatch + 5, s.Height + 12.5 + float64(n)*16, noteSize, false, Start, ink, text})
		}
		s.Height += float64(len(lines)-1) * 16
		x += wide
	}
	s.Height += 24
}
