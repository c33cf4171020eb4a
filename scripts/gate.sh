#!/bin/sh
# Counts what a change does to the cost of every arm, exactly:
#
#	OUT=FOLDER [ALLOW=INSTRUCTIONS] gate.sh BASE VERSION...
#
# The merge base of BASE and HEAD, and bin/probecost, count on the same kernel
# images, and the new one of the two compares. What has grown to exactly what
# the change says in the committed baseline was meant to.
#
# Exit status: that of probecost compare; 1 if there is nothing to compare.
set -eu
rm -rf "$OUT"
mkdir -p "$OUT/base" "$OUT/head"
baseline=results/baseline/counts.json
scripts/base.sh "$1" "$OUT/probecost-base"
git show "$(git merge-base "$1" HEAD):$baseline" >"$OUT/baseline.json" 2>/dev/null || echo '{"schema": 1}' >"$OUT/baseline.json"
shift
kernels=
for version in "$@"; do kernels="$kernels --kernel $version"; done

# count BINARY FOLDER: its tables and progress are for when it fails.
count() {
	# shellcheck disable=SC2086 # a list of words
	"$1" count $kernels --handler empty,count,fields --out "$2" >"$2/log" 2>&1 || cat "$2/log" >&2
}
count "$OUT/probecost-base" "$OUT/base" &
count bin/probecost "$OUT/head"
wait

# Recordings that are missing, cut short or contradict themselves are for
# compare to judge: it does not call that a pass.
scripts/summary.sh bin/probecost compare --markdown --allow "${ALLOW:-0}" --accept "$OUT/baseline.json,$baseline" "$OUT/base" "$OUT/head"
