package chart

import "math"

// drawColumns draws a column for each row above a common line.
func (c Chart) drawColumns(s *Scene, rows []Row) {
	const tall, widest = 150, 72
	high := niceTop(greatest(rows))
	left := margin + wideOf(number(high), tickSize) + 6
	bottom := s.Height + tickSize + tall
	for _, part := range gridOf(high) {
		y := bottom - tall*float64(part)/float64(high)
		s.rect(left, y-0.5, Width-margin-left, 1, line)
		s.text(Text{left - 5, y + 4, tickSize, false, End, faint, number(part)})
	}
	step := math.Min((Width-margin-left)/float64(len(rows)), widest)
	for i, r := range rows {
		c.drawColumn(s, r, left+step*float64(i), bottom, step, tall/float64(high))
	}
	s.Height = bottom
	c.drawMarks(s, rows, left, step)
}

// drawColumn draws one column, with its number above it if there is room.
func (c Chart) drawColumn(s *Scene, r Row, x, bottom, step, scale float64) {
	cell, gap := r.Cells[0], math.Min(step*0.2, 6)
	if c.Form == Histogram {
		gap = 1
	}
	if cell.Count == nil {
		s.rect(x+gap/2, bottom-4, step-gap, 4, line)
		return
	}
	tall := float64(*cell.Count) * scale
	s.rect(x+gap/2, bottom-tall, step-gap, tall, bar)
	if text := number(*cell.Count); wideOf(text, tickSize) <= step {
		s.text(Text{x + step/2, bottom - tall - 3, tickSize, false, Middle, ink, text})
	}
}

// drawMarks writes below the columns as many of their marks as have room. A range is marked where it begins.
func (c Chart) drawMarks(s *Scene, rows []Row, left, step float64) {
	s.Height += tickSize + 5
	free := 0.0
	for i, r := range rows {
		text := r.Mark
		if text == "" && c.Form == Columns {
			text = r.Label
		}
		x, half := left+step*float64(i), wideOf(text, tickSize)/2
		if c.Form == Columns {
			x += step / 2
		}
		x = math.Min(math.Max(x, margin+half), Width-margin-half)
		if text == "" || x-half < free || half*2 > inner {
			continue
		}
		s.text(Text{x, s.Height, tickSize, false, Middle, faint, text})
		free = x + half + 6
	}
	s.Height += 4
}

// niceTop is the least number of 1, 2 or 5 times a power of ten that is not below the greatest count.
func niceTop(high int) int {
	top := 1
	for i := 0; top < high; i++ {
		top = [...]int{2, 5, 10}[i%3] * int(math.Pow10(i/3))
	}
	return top
}

// gridOf are the numbers at which lines are drawn.
func gridOf(high int) []int {
	if high%2 == 0 {
		return []int{0, high / 2, high}
	}
	return []int{0, high}
}
