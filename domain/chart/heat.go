package chart

import (
	"math"
	"strconv"
)

// drawHeat draws a coloured cell for each count. The names of the columns are long, so that the columns have numbers, which a legend explains.
func (c Chart) drawHeat(s *Scene, rows []Row) {
	for i, name := range c.Columns {
		s.lines(margin, noteSize, false, ink, wrap(strconv.Itoa(i+1)+"  "+name, inner, noteSize))
	}
	s.Height += 6
	const tall = 26
	wide := math.Min(48, inner*0.62/float64(len(c.Columns)))
	left := Width - margin - wide*float64(len(c.Columns))
	for i := range c.Columns {
		s.text(Text{left + wide*(float64(i)+0.5), s.Height + tickSize, tickSize, true, Middle, ink, strconv.Itoa(i + 1)})
	}
	s.Height += 18
	high := greatest(rows)
	for _, r := range rows {
		lines := clip(r.Label, left-margin-6, noteSize, 3)
		need := math.Max(tall, float64(len(lines))*noteSize*leading+6)
		for n, text := range lines {
			s.text(Text{margin, s.Height + need/2 + noteSize*(leading*(float64(n)-float64(len(lines)-1)/2)+0.35), noteSize, false, Start, ink, text})
		}
		for i, cell := range r.Cells {
			c.drawCell(s, cell, left+wide*float64(i), wide, need, high)
		}
		s.Height += need
	}
	s.Height += 4
}

// drawCell draws one cell with its number.
func (c Chart) drawCell(s *Scene, cell Cell, x, wide, tall float64, high int) {
	text, fill := "–", track
	if cell.Count != nil {
		text, fill = number(*cell.Count), heatOf(*cell.Count, high)
	}
	s.rect(x+0.5, s.Height+0.5, wide-1, tall-1, fill)
	size := float64(noteSize)
	for size > 8 && wideOf(text, size) > wide-2 {
		size--
	}
	s.text(Text{x + wide/2, s.Height + tall/2 + size*0.35, size, false, Middle, inkOn(fill), text})
}
