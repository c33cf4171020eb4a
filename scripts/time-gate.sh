#!/bin/sh
# Times what a change does to the cost of every arm, on this machine, as root
# or through sudo:
#
#	OUT=FOLDER [SESSIONS=N] [MOST=N] time-gate.sh BASE [FLAGS OF probecost run]
#
# The merge base of BASE and HEAD, and bin/probecost, are the two builds.
#
# Exit status: that of probecost gate.
set -eu
sudo=
[ "$(id -u)" = 0 ] || sudo=$(command -v sudo) || true # without it, run says what it lacks
mkdir -p "$OUT"
scripts/base.sh "$1" "$OUT/probecost-base"
shift
status=0
# shellcheck disable=SC2086 # nothing, or a word
scripts/summary.sh $sudo bin/probecost gate --old "$OUT/probecost-base" --new bin/probecost --out "$OUT" \
	--sessions "${SESSIONS:-auto}" --most "${MOST:-20}" --markdown ${1:+--} "$@" || status=$?
[ -z "$sudo" ] || $sudo chown -R "$(id -u):$(id -g)" "$OUT"
exit $status
