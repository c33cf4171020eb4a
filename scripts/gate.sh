#!/bin/sh
# Counts what a change does to the cost of every arm, exactly:
#
#	OUT=FOLDER [ALLOW=INSTRUCTIONS] gate.sh BASE VERSION...
#
# The merge base of BASE and HEAD is built and counted, and what bin/probecost is,
# on the same kernel images, and the two are compared. The merge base is built
# by its own Makefile, in a folder that is gone afterwards; it is the new
# program that compares. The verdict goes to stdout, and to the summary of a job.
#
# Exit status: that of probecost compare; 1 if there is nothing to compare.
set -eu

base=$(git merge-base "$1" HEAD) || {
	echo "gate.sh: no common ancestor of $1 and HEAD: a shallow clone lacks it (git fetch --unshallow)" >&2
	exit 1
}
shift
kernels=
for version in "$@"; do kernels="$kernels --kernel $version"; done
mkdir -p "$OUT"
out=$(cd "$OUT" && pwd)
rm -rf "$out/base" "$out/head"

tmp=$(mktemp -d)
trap 'git worktree remove --force "$tmp/base" 2>/dev/null || true; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
git worktree add --quiet --detach "$tmp/base" "$base"
make --no-print-directory -C "$tmp/base" build >&2

# count BINARY FOLDER: its tables and progress are for when it fails.
count() {
	mkdir -p "$2"
	# shellcheck disable=SC2086 # a list of words
	"$1" count $kernels --handler empty,count,fields --out "$2" >"$2/log" 2>&1 || cat "$2/log" >&2
}
count "$tmp/base/bin/probecost" "$out/base" &
count bin/probecost "$out/head"
wait

# Recordings that are missing, cut short or contradict themselves are for
# compare to judge: it does not call that a pass.
status=0
bin/probecost compare --markdown --allow "${ALLOW:-0}" "$out/base" "$out/head" >"$out/gate.md" || status=$?
cat "$out/gate.md"
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$out/gate.md" >>"$GITHUB_STEP_SUMMARY"
exit $status
