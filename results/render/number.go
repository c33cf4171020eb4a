package render

import (
	"math"
	"strconv"
)

// decimals is how many digits after the point are worth showing next to an
// uncertainty of u: two significant digits of u, but at most hundredths.
func decimals(u float64) int {
	switch {
	case u == 0 || math.IsNaN(u):
		return 2
	case u >= 9.95:
		return 0
	case u >= 0.995:
		return 1
	}
	return 2
}

// fixed is x with n digits after the point, and no minus before zero.
func fixed(x float64, n int) string {
	s := strconv.FormatFloat(x, 'f', n, 64)
	if y, _ := strconv.ParseFloat(s, 64); y == 0 {
		return strconv.FormatFloat(0, 'f', n, 64)
	}
	return s
}

// exact is a count: a whole number, or hundredths where several events share
// one operation, whose difference need not be whole to the last bit.
func exact(x float64) string {
	if hundredths := math.Round(x * 100); math.Mod(hundredths, 100) == 0 {
		return fixed(x, 0)
	}
	return fixed(x, 2)
}

// rate is events per second with three significant digits: "769K", "1.05M".
func rate(x float64) string {
	for _, s := range []struct {
		unit float64
		name string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "K"}, {1, ""}} {
		// 999,500 shows as 1.00M, not as 1000K.
		if y := x / s.unit; y >= 0.9995 || s.unit == 1 {
			return fixed(y, max(0, 2-digitsAbove(y))) + s.name
		}
	}
	return ""
}

// digitsAbove is the number of digits before the point, less one, of x as it
// will be rounded to three significant digits.
func digitsAbove(x float64) int {
	switch {
	case x >= 99.95:
		return 2
	case x >= 9.995:
		return 1
	}
	return 0
}

// percent is a share as a whole percentage, "<1" rather than a false zero.
func percent(share float64) string {
	if share > 0 && share < 0.01 {
		return "<1"
	}
	return fixed(100*share, 0)
}
