#!/bin/sh
# Builds probecost as it is at the merge base of BASE and HEAD, by its own
# Makefile, in a folder that is gone afterwards:
#
#	base.sh BASE FILE
#
# Exit status: 0 good, 1 error.
set -eu
base=$(git merge-base "$1" HEAD) || {
	echo "base.sh: no common ancestor of $1 and HEAD: a shallow clone lacks it (git fetch --unshallow)" >&2
	exit 1
}
tmp=$(mktemp -d)
trap 'git worktree remove --force "$tmp/base" 2>/dev/null || true; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
git worktree add --quiet --detach "$tmp/base" "$base"
make --no-print-directory -C "$tmp/base" build >&2
cp "$tmp/base/bin/probecost" "$2"
