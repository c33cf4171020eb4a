package verdict

// Exact judges figures without error. Any difference is a change, unless it is
// no more than is allowed.
func Exact(before, after, allowed float64) Verdict {
	switch {
	case !finite(before) || !finite(after) || !finite(allowed):
		return Inconclusive
	case after-before > allowed:
		return Worse
	case before-after > allowed:
		return Better
	}
	return Same
}
