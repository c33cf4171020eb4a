package compare

import (
	"github.com/aclements/go-moremath/stats"

	"github.com/probecost/probecost/results/verdict"
)

// Least is how few sessions of each side can tell a change of one of so many
// arms from chance: the fewest by whose ranks it is one although a session of
// the cheaper side went astray, and came out dearer than all of the other. With
// fewer, one stray session would hide any change.
func Least(arms int) int {
	for n := enoughSessions; ; n++ {
		u := stats.UDist{N1: n, N2: n}
		if 2*u.CDF(float64(n))*float64(max(1, arms)) <= alpha {
			return n
		}
	}
}

// needed is how many sessions of each side it takes for a verdict on an arm of
// so many, judged by how sessions of it differ. By how much new is dearer than
// old does not count, so that sessions by which the number was chosen may be
// among those that are judged.
func (r *Row) needed(arms int) int {
	all := r.Old.Sessions + r.New.Sessions
	blocks := verdict.Blocks(all, r.Change.SE(), r.Change.Threshold)
	return max(Least(arms), (blocks+1)/2)
}

// Needed is how many sessions of each side it takes for a verdict on every arm;
// 0 if nothing tells.
func (r *Report) Needed() (n int) {
	for _, p := range r.Pairs {
		for _, row := range p.Rows {
			n = max(n, row.Needed)
		}
	}
	return n
}

// Short is how many sessions of each side it would have taken for a verdict on
// the arm that lacks most, and how many it has; 0 if none is short of sessions.
func (r *Report) Short() (needed, has int) {
	for _, p := range r.Pairs {
		for _, row := range p.Rows {
			if row.Verdict == verdict.Inconclusive && row.Needed > needed && row.Needed > row.sessions() {
				needed, has = row.Needed, row.sessions()
			}
		}
	}
	return needed, has
}

// sessions is how many there are of each side.
func (r *Row) sessions() int { return min(r.Old.Sessions, r.New.Sessions) }

// Arms is how many arms have a change that chance is asked about.
func (r *Report) Arms() (n int) {
	for _, p := range r.Pairs {
		for _, row := range p.Rows {
			if row.Change != nil && row.Change.P != nil {
				n++
			}
		}
	}
	return n
}
