package attach

// lacking says what the running kernel, or a hook of it, has not.
type lacking struct{ reason string }

func (l lacking) Error() string { return l.reason }
