#!/bin/sh
# Makes this machine quiet for measuring, and undoes it exactly, as root:
#
#	[CPU=N] tune.sh on|off|status
#
# CPU is the bench CPU, or several such as 2-3; by default the one that
# `probecost run` takes. See `probecost tune --help` for what is changed.
#
# Exit status: that of probecost tune; 1 if it was not built.
set -eu
probecost=$(dirname "$0")/../bin/probecost
[ -x "$probecost" ] || { echo 'tune.sh: there is no bin/probecost: make build' >&2; exit 1; }
exec "$probecost" tune ${CPU:+--cpu "$CPU"} "$@"
