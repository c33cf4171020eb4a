#!/bin/sh
# Fetches Debian kernel images for probecost's virtual machine, without root:
#
#	kernel.sh [--arch ARCH] VERSION...    for example: kernel.sh 6.1 6.12 7.x
#	kernel.sh [--arch ARCH] --list        what there is, and what is in the cache
#
# ARCH is amd64 or arm64, and that of this machine if not given. 7.x is the
# newest version with that number.
#
# Prints the path of each image on stdout; progress and errors go to stderr.
# Beside vmlinuz lie `release`, the full release of the kernel, and `package`,
# the file it came from. An image in the cache is used as it is, without the
# network: remove its folder to get a newer one.
#
# Images come from the Debian mirror that apt of this machine uses. Other
# systems with apt need the package debian-archive-keyring and a mirror:
#
#	PROBECOST_MIRROR=http://MIRROR/debian kernel.sh VERSION...
#
# which must carry debian-security beside debian. An archive of old releases
# will do for a kernel that has left the mirrors.
#
# Exit status: 0 good, 1 error, 2 usage (also: no such version).
set -eu

cache=${XDG_CACHE_HOME:-$HOME/.cache}/probecost/kernels
suites="bullseye-security bookworm-security trixie-backports"
apt_config=${APT_CONFIG:-}
elsewhere="Any other image will do as well: --kernel PATH, such as --kernel /boot/vmlinuz-\$(uname -r)"
choose="Set PROBECOST_MIRROR=http://MIRROR/debian to a mirror near you (https://www.debian.org/mirror/list)."

say() { echo "kernel.sh: $*" >&2; }
die() { status=$1; shift; say "$@"; exit "$status"; }

# suite VERSION: where to look for it. One suite per version, so that machines
# agree on the build that they count on; these have small indexes, too.
suite() {
	case $1 in
	5.*) echo bullseye-security ;;
	6.1 | 6.12) echo bookworm-security ;;
	*) echo trixie-backports ;;
	esac
}

# mirror SUITE: the first one among apt's own sources. apt lists them, as they
# come in two formats; -updates goes first, since others' sources lack it.
# (Without --no-release-info apt lists only what it has downloaded an index of.)
mirror() {
	if [ -n "${PROBECOST_MIRROR:-}" ]; then
		case $1 in
		*-security) echo "${PROBECOST_MIRROR%/}-security" ;;
		*) echo "$PROBECOST_MIRROR" ;;
		esac
		return
	fi
	# shellcheck disable=SC2016 # apt-get is who replaces these
	apt-get indextargets --no-release-info \
		--format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
		awk -v security="${1##*-}" '
			$2 != "main"           { next }
			$1 ~ /-security$/      { secure = secure ? secure : $3; next }
			$1 ~ /^[a-z]+-updates/ { updates = updates ? updates : $3 }
			$1 ~ /^[a-z]+$/        { plain = plain ? plain : $3 }
			END {
				main = updates ? updates : plain
				if (security != "security") { print main; exit }
				sub("/*$", "-security", main)
				print secure ? secure : main
			}'
}

# private_apt SUITE...: from here on apt knows these suites alone, and keeps
# all it does in $tmp. What it knows of proxies and logins stays; its hooks go.
private_apt() {
	command -v apt-get >/dev/null || die 1 "fetching kernels needs apt (Debian, Ubuntu). $elsewhere"
	if [ -z "${PROBECOST_MIRROR:-}" ] && ! grep -qx 'ID=debian' /etc/os-release; then
		die 1 "this system is not Debian, whose kernels are what is needed. $choose $elsewhere"
	fi
	for keyring in /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp; do
		[ -e "$keyring" ] && break
	done
	[ -e "$keyring" ] || die 1 "install the package debian-archive-keyring, by which apt checks Debian's signatures"

	mkdir -p "$cache"
	tmp=$(mktemp -d "$cache/.tmp.XXXXXX")
	mkdir -p "$tmp/state/lists/partial" "$tmp/cache/archives/partial"
	: >"$tmp/state/status"
	for suite in "$@"; do
		mirror=$(mirror "$suite")
		[ -n "$mirror" ] || die 1 "apt of this system has no Debian mirror among its sources. $choose"
		echo "deb [arch=$arch target=Packages signed-by=$keyring] $mirror $suite main"
	done >"$tmp/sources.list"
	apt-config dump | grep -v Invoke >"$tmp/apt.conf"
	cat >>"$tmp/apt.conf" <<-EOF
		Dir::State "$tmp/state";
		Dir::State::status "$tmp/state/status";
		Dir::Cache "$tmp/cache";
		Dir::Etc::SourceList "$tmp/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		Dir::Etc::Parts "/dev/null";
		Dir::Etc::Main "/dev/null";
		APT::Architecture "$arch";
		APT::Architectures "$arch";
		APT::Sandbox::User "$(id -un)";
		APT::Update::Error-Mode "any";
	EOF
	export APT_CONFIG="$tmp/apt.conf"
	say "reading the index of $*"
	apt-get -qq update </dev/null >&2 || die 1 "cannot read the index of $* (see above)." \
		"If apt says 404, that release has left the mirror: set PROBECOST_MIRROR to an archive." \
		"If it says NO_PUBKEY, upgrade debian-archive-keyring. $elsewhere"
}

# releases: all kernels that apt knows, oldest first. The cloud flavour has all
# that a virtual machine needs built in, and is the smallest.
releases() {
	apt-cache pkgnames linux-image- | sed -n "s/^linux-image-\([0-9]*\.[0-9]*\.[0-9].*-cloud-$arch\)\$/\1/p" | sort -V
}

# newest: of each version of them the newest release, as "VERSION RELEASE".
newest() {
	releases | awk -F. '{ v = $1 "." $2; if (!(v in newest)) order[n++] = v; newest[v] = $0 }
		END { for (i = 0; i < n; i++) printf "%-6s %s\n", order[i], newest[order[i]] }'
}

# fetch VERSION: the newest release of it, since older ones vanish.
fetch() {
	release=$(releases | grep "^${1%.x}\." | tail -n 1)
	[ -n "$release" ] || unknown "$1"
	set -- "$(echo "$release" | cut -d. -f1,2)"

	# Since 7.0 this package leaves the image to another that it depends on.
	package=$(apt-cache depends --important "linux-image-$release" | sed -n 's/^ *Depends: \(linux-binary-.*\)/\1/p')
	package=${package:-linux-image-$release}
	say "fetching $package"
	mkdir "$tmp/$1"
	(cd "$tmp/$1" && apt-get -qq download "$package" </dev/null >&2) || die 1 "cannot fetch $package (see above)"
	deb=$(cd "$tmp/$1" && echo ./*.deb)

	# ./boot/vmlinuz-RELEASE, or ./usr/lib/modules/RELEASE/vmlinuz since 7.0.
	dpkg-deb --fsys-tarfile "$tmp/$1/$deb" | tar -x --to-stdout --wildcards '*/vmlinuz*' >"$tmp/$1/vmlinuz"
	[ -s "$tmp/$1/vmlinuz" ] || die 1 "there is no kernel image in $package"
	echo "$release" >"$tmp/$1/release"
	basename "$deb" >"$tmp/$1/package"

	# vmlinuz goes last, as its presence says that all of it is there.
	mkdir -p "$cache/$1"
	mv "$tmp/$1/release" "$tmp/$1/package" "$cache/$1"
	mv "$tmp/$1/vmlinuz" "$cache/$1"
}

# unknown VERSION: says which ones there are, in any suite.
unknown() {
	say "Debian's $(suite "$1") has no kernel $1 for $arch (any more)"
	rm -rf "$tmp"
	APT_CONFIG=$apt_config
	# shellcheck disable=SC2086 # a list of words
	private_apt $suites
	die 2 "there are $(newest | awk '{ printf "%s%s", comma, $1; comma = ", " }'). $elsewhere"
}

# image VERSION: its path, if it is in the cache.
image() {
	case $1 in
	*.x) name="${1%x}*" ;;
	*) name=$1 ;;
	esac
	[ ! -d "$cache" ] || (cd "$cache" && find . -maxdepth 2 -path "./$name/vmlinuz" -size +0) |
		sort -V | tail -n 1 | sed "s#^\.#$cache#"
}

list() {
	echo "In $cache:"
	for image in "$cache"/*/vmlinuz; do
		[ -e "$image" ] || continue
		dir=${image%/vmlinuz}
		printf '  %-6s %s\n' "${dir##*/}" "$(cat "$dir/release" 2>/dev/null)"
	done
	# shellcheck disable=SC2086 # a list of words
	private_apt $suites
	echo "In Debian:"
	newest | sed 's/^/  /'
}

trap 'exit 130' INT
trap 'exit 143' TERM HUP
tmp=
trap 'rm -rf "$tmp"' EXIT

case $(uname -m) in
aarch64) arch=arm64 ;;
*) arch=amd64 ;;
esac
if [ "${1:-}" = --arch ]; then
	arch=${2:-}
	shift $(($# < 2 ? $# : 2))
fi
case $arch in
amd64) ;;
arm64) cache=$cache/arm64 ;;
*) die 2 "there are no images for \"$arch\": ARCH is amd64 or arm64" ;;
esac
case ${1:-} in
--list) list; exit ;;
"" | -*) die 2 "usage: kernel.sh [--arch ARCH] VERSION... | --list" ;;
esac

missing=
for version in "$@"; do
	echo "$version" | grep -Eqx '[0-9]+\.([0-9]+|x)' || die 2 "\"$version\" is no kernel version such as 6.12 or 7.x; see kernel.sh --list. $elsewhere"
	[ -n "$(image "$version")" ] || missing="$missing $version"
done
if [ -n "$missing" ]; then
	# shellcheck disable=SC2046
	private_apt $(for version in $missing; do suite "$version"; done | sort -u)
	for version in $missing; do fetch "$version"; done
fi
for version in "$@"; do image "$version"; done
