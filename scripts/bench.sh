#!/bin/sh
# Times this kernel, counts on kernels in a VM, and prints the tables of both:
#
#	OUT=FOLDER bench.sh VERSION...
#
# If one of the two fails, the other is done all the same; the exit status is
# that of the one that failed.
set -eu

sudo=
[ "$(id -u)" = 0 ] || sudo=$(command -v sudo) || true # without it, run says what it lacks
kernels=
for version in "$@"; do kernels="$kernels --kernel $version"; done
failed=0
mkdir -p "$OUT"

$sudo bin/probecost run --quick --handler empty,fields --out "$OUT" || failed=$?
[ -z "$sudo" ] || sudo chown -R "$(id -u):$(id -g)" "$OUT"
[ $failed = 0 ] || echo "bench.sh: this kernel was not timed (exit status $failed, see above); counting goes on" >&2

# shellcheck disable=SC2086 # a list of words
bin/probecost count $kernels --handler empty,fields --out "$OUT" || failed=$?
bin/probecost report "$OUT"
[ $failed = 0 ] || echo "bench.sh: not everything was measured (exit status $failed, see above)" >&2
exit $failed
