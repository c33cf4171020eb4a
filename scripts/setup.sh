#!/bin/sh
# Installs what is missing, and says nothing if all is there:
#
#	setup.sh [build] [vm] [browser] [kernels] [generate] [lint]
#
#	build      Go as new as go.mod asks for, git, make, certificates
#	vm         QEMU
#	browser    Chromium, and a font as wide as the one that plots are laid out with
#	kernels    the keys by which apt checks Debian's kernels
#	generate   the compiler that the committed BPF objects were made with, in
#	           Debian 12 and Ubuntu 22.04
#	lint       shellcheck
#
# Packages come from apt, as root or through sudo. Other systems are told what
# they lack.
#
# Exit status: 0 good, 1 something is missing, 2 usage.
set -eu

missing=

say() { echo "setup.sh: $*" >&2; }
fail() { say "$@"; exit 1; }

# want PACKAGE COMMAND|FILE: what the package is wanted for. Having it from
# somewhere else is as good.
want() {
	case $2 in
	/*) [ -e "$2" ] || missing="$missing $1" ;;
	*) command -v "$2" >/dev/null || missing="$missing $1" ;;
	esac
}

# older A B: whether version A comes before B.
older() { [ "$1" != "$2" ] && printf '%s\n' "$1" "$2" | sort -CV; }

# Go since 1.21 fetches the version that go.mod asks for by itself.
check_go() {
	needed=$(sed -n 's/^go //p' "$(dirname "$0")/../go.mod")
	if ! command -v go >/dev/null; then
		packaged=$(apt-cache policy golang-go 2>/dev/null | sed -n 's/^ *Candidate: 2:\([0-9.]*\).*/\1/p')
		older "${packaged:-0}" 1.21 && fail "Go is missing: install $needed or newer from https://go.dev/dl/" \
			"and put its bin folder into PATH${packaged:+ (golang-go of this system, $packaged, is too old)}"
		missing="$missing golang-go"
		return
	fi
	cd "$(dirname "$0")/.."
	remedy="set GOTOOLCHAIN=auto if it is 1.21 or newer, or install $needed from https://go.dev/dl/"
	found=$(go env GOVERSION) || fail "this Go is too old (see above): $remedy"
	! older "${found#go}" "$needed" || fail "$found is too old: $remedy"
}

install_missing() {
	command -v apt-get >/dev/null || fail "please install (by their names in Debian):$missing"
	[ "$(id -u)" = 0 ] && sudo='' || sudo=sudo
	[ -z "$sudo" ] || command -v sudo >/dev/null || fail "please run as root: apt-get install --no-install-recommends$missing"
	say "installing$missing"
	$sudo apt-get -qq update >&2
	# shellcheck disable=SC2086 # a list of words
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends $missing >&2 </dev/null ||
		fail "cannot install$missing (see above). Packages with 14 in their names are in Debian 12 and Ubuntu 22.04."
}

for purpose in "${@:-build}"; do
	case $purpose in
	build)
		want git git
		want make make
		want ca-certificates /etc/ssl/certs/ca-certificates.crt
		;;
	vm) want qemu-system-x86 qemu-system-x86_64 ;;
	browser)
		command -v google-chrome >/dev/null || want chromium chromium
		want fonts-liberation /usr/share/fonts/truetype/liberation
		;;
	kernels) want debian-archive-keyring /usr/share/keyrings/debian-archive-keyring.gpg ;;
	generate)
		want clang-14 clang-14
		want llvm-14 llvm-strip-14
		want libbpf-dev /usr/include/bpf/bpf_helpers.h
		want linux-libc-dev /usr/include/linux/bpf.h
		;;
	lint) want shellcheck shellcheck ;;
	*) say "usage: setup.sh [build] [vm] [browser] [kernels] [generate] [lint]"; exit 2 ;;
	esac
done
case " ${*:-build} " in *" build "*) check_go ;; esac
[ -z "$missing" ] || install_missing
