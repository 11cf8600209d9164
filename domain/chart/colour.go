package chart

import (
	"fmt"
	"math"
)

// The colours of what is not a number.
const (
	paper = "#ffffff"
	ink   = "#1a1a1a"
	faint = "#595959" // 7:1 on paper
	track = "#ececec"
	line  = "#d0d0d0"
	bar   = "#0072b2"
)

// categories are the colours of Okabe and Ito (2008), which readers with every common kind of colour blindness tell apart. Black is left out, because
// letters have it.
var categories = []string{"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999"}

// The ends and the middle of an order: blue and orange differ for every reader, and in lightness from the middle.
var (
	coldEnd = [3]float64{0, 90, 160}
	center  = [3]float64{205, 205, 205}
	warmEnd = [3]float64{200, 80, 0}
)

// colourOf is the colour of one of n columns.
func (c Chart) colourOf(i, n int) string {
	if !c.Ordered || n < 2 {
		return categories[i%len(categories)]
	}
	at := 2*float64(i)/float64(n-1) - 1 // from -1 to 1
	end := coldEnd
	if at > 0 {
		end = warmEnd
	}
	return blend(center, end, math.Abs(at))
}

// heatOf is the colour of a count: the greater, the darker.
func heatOf(count, greatest int) string {
	if count == 0 || greatest == 0 {
		return "#f7f7f7"
	}
	return blend([3]float64{222, 235, 247}, [3]float64{8, 48, 107}, float64(count)/float64(greatest))
}

func blend(from, to [3]float64, part float64) string {
	mix := func(i int) int { return int(math.Round(from[i] + (to[i]-from[i])*part)) }
	return fmt.Sprintf("#%02x%02x%02x", mix(0), mix(1), mix(2))
}

// inkOn is the colour of letters on a colour: black or white, whichever has the greater contrast by WCAG 2.
func inkOn(fill string) string {
	l := luminance(fill)
	if (l+0.05)*(l+0.05) > 1.05*0.05 {
		return "#000000"
	}
	return "#ffffff"
}

// luminance is the relative luminance of a colour by WCAG 2.
func luminance(fill string) float64 {
	var rgb [3]uint8
	_, _ = fmt.Sscanf(fill, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]) // every colour is of this file
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := float64(rgb[i]) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}
