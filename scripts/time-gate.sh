#!/bin/sh
# Times what a change does to the cost of every arm, on this machine, as root
# or through sudo:
#
#	OUT=FOLDER time-gate.sh BASE SESSIONS
#
# The merge base of BASE and HEAD, and bin/probecost, take turns, so that what
# changes on the machine meanwhile meets both; sessions are the sample. What has
# become worse is measured once more from the start, and that counts.
#
# Exit status: that of probecost compare.
set -eu
sudo=
[ "$(id -u)" = 0 ] || sudo=$(command -v sudo) || true # without it, run says what it lacks
rm -rf "$OUT"
mkdir -p "$OUT"
scripts/base.sh "$1" "$OUT/probecost-base"

# round NAME SESSIONS: who goes first changes from turn to turn.
round() {
	olds='' news='' turn=0
	while [ $turn -lt "$2" ]; do
		turn=$((turn + 1))
		order='base head'
		[ $((turn % 2)) = 1 ] || order='head base'
		for who in $order; do
			binary=bin/probecost
			[ "$who" = head ] || binary=$OUT/probecost-base
			session=$OUT/$1/$who-$turn
			mkdir -p "$session"
			# Invalid and inconclusive sessions are for compare to judge.
			$sudo "$binary" run --quick --handler empty,fields --out "$session" >"$session/log" 2>&1 || tail -n 3 "$session/log" >&2
		done
		olds="$olds${olds:+,}$OUT/$1/base-$turn"
		news="$news${news:+,}$OUT/$1/head-$turn"
	done
	scripts/summary.sh bin/probecost compare --markdown "$olds" "$news"
}
status=0
round first "$2" || status=$?
[ $status = 3 ] || exit $status
echo "time-gate.sh: measuring once more, to confirm it" >&2
round again "$2"
