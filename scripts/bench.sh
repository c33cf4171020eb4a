#!/bin/sh
# Times this kernel, then counts on others in a VM; each prints its tables.
#
#	OUT=FOLDER bench.sh VERSION...
#
# Both leave their recordings, tables and plots in FOLDER. If one of them fails,
# the other is done all the same, and the exit status says so.
set -eu

sudo=
[ "$(id -u)" = 0 ] || sudo=$(command -v sudo) || true # without it, run says what it lacks
kernels=
for version in "$@"; do kernels="$kernels --kernel $version"; done
failed=0
mkdir -p "$OUT"

$sudo bin/probecost run --quick --handler empty,fields --out "$OUT" || failed=$?
[ -z "$sudo" ] || sudo chown -R "$(id -u):$(id -g)" "$OUT"
case $failed in
0) ;;
4 | 5) echo "bench.sh: the times above are not to be relied on (exit status $failed, see there); counting goes on" >&2 ;;
*) echo "bench.sh: this kernel was not timed (exit status $failed, see above); counting goes on" >&2 ;;
esac

# shellcheck disable=SC2086 # a list of words
bin/probecost count $kernels --handler empty,fields --out "$OUT" || failed=$?
[ $failed = 0 ] || echo "bench.sh: not everything was measured (exit status $failed, see above)" >&2
exit $failed
