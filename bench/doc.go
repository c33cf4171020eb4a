// Package bench measures: it plans visits, carries them out, and says when a
// measurement did not measure what it claims.
package bench
