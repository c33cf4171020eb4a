#!/bin/sh
# Carries out .github/workflows/gate.yml on this machine, as a pull request would,
# in a clone that is thrown away: once with nothing changed, which has to be
# green; once with a handler that looks a map up once more, which has to be red
# and to say where; and once with that and the committed counts that own up to
# it, which has to be green. The run: steps are the workflow's.
#
# Exit status: 0 if all came out as they have to, 1 if not.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
git clone --quiet . "$tmp/clone"
sed -i '/^    container:/d' "$tmp/clone/.github/workflows/gate.yml" # this machine in place of a container
head=$(git rev-parse HEAD)
printf '{"pull_request": {"base": {"sha": "%s"}}}\n' "$head" >"$tmp/event.json"

commit() {
	git -C "$tmp/clone" -c user.name=act -c user.email=act@localhost commit --quiet --all --allow-empty --message "$1"
}
# pull_request LOG: the exit status is that of the job.
pull_request() {
	GOFLAGS=-modcacherw go run github.com/nektos/act@v0.2.89 pull_request --directory "$tmp/clone" --workflows .github/workflows/gate.yml \
		--eventpath "$tmp/event.json" --platform ubuntu-24.04=-self-hosted --env HOME="$HOME" --env PATH="$PATH" --no-cache-server >"$1" 2>&1
}
fail() { echo "act.sh: $1" >&2; tail -n 60 "$2" >&2; exit 1; }

commit unchanged
pull_request "$tmp/green" || fail 'an unchanged pull request is red' "$tmp/green"
grep -q 'verdict: same' "$tmp/green" || fail 'an unchanged pull request has no verdict' "$tmp/green"
echo 'unchanged: green'
grep -E 'verdict:|Job succeeded' "$tmp/green"

sed -i 's/^	struct event \*e = this_event();$/	struct event *e = this_event() ? this_event() : 0;/' "$tmp/clone/bpf/handlers.h"
(cd "$tmp/clone" && go generate ./bpf)
commit 'one more lookup'
! pull_request "$tmp/red" || fail 'one more lookup is green' "$tmp/red"
for kernel in 6.1 6.12; do
	grep -Eq "Linux $kernel\.[^,]*, task_rename/count/[a-z_]+: [0-9]+, now [0-9]+ instructions" "$tmp/red" ||
		fail "no arm of Linux $kernel is named" "$tmp/red"
done
echo 'one more lookup: red'
grep -E '/empty/.*, now ' "$tmp/red" && fail 'empty has no lookup, and is named' "$tmp/red"
grep -q '^\[[^]]*\] exit status 3$' "$tmp/red" || fail 'one more lookup does not end with 3' "$tmp/red"
grep -E '\| - Linux .*, now |\] exit status|Job failed' "$tmp/red"

make --no-print-directory -C "$tmp/clone" baseline >"$tmp/baseline" 2>&1 || fail 'make baseline' "$tmp/baseline"
commit 'one more lookup, owned up to'
pull_request "$tmp/accepted" || fail 'growth that the baseline owns up to is red' "$tmp/accepted"
grep -q 'accepted: task_rename/count/' "$tmp/accepted" || fail 'no accepted arm is named' "$tmp/accepted"
echo 'one more lookup, owned up to: green'
grep -E 'accepted: |verdict:|Job succeeded' "$tmp/accepted"
