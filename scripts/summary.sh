#!/bin/sh
# Runs a command; what it prints also goes to the summary of a CI job.
#
#	summary.sh COMMAND...
#
# Exit status: that of the command.
set -eu
text=$(mktemp)
trap 'rm -f "$text"' EXIT
status=0
"$@" >"$text" || status=$?
cat "$text"
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$text" >>"$GITHUB_STEP_SUMMARY"
exit $status
