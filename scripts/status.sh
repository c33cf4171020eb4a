#!/bin/sh
# Runs a gate for make, which ends with 2 whatever has gone wrong. What it was,
# the last line says, and bin/status/NAME, which is not there if there was
# nothing to run it with:
#
#	status.sh NAME COMMAND...
#
# Exit status: that of the command.
set -eu
name=$1
shift
mkdir -p bin/status
status=0
"$@" || status=$?
case $status in
0) meaning=good ;;
1) meaning=error ;;
2) meaning=usage ;;
3) meaning=regression ;;
4) meaning='invalid measurement' ;;
5) meaning=inconclusive ;;
*) meaning='ended by a signal or by the shell' ;;
esac
echo "$status" >"bin/status/$name"
echo "$name: exit status $status: $meaning"
exit $status
