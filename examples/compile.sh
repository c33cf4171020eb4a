#!/bin/sh
# compile.sh SOURCE OBJECT [FLAG…]
#
# Compiles a BPF program as its author would, to OBJECT beside SOURCE. The
# version of clang is fixed, and the folder left out of what it writes, because
# the objects are committed and compared byte for byte. They are for x86-64: the
# arguments of a kprobe are in its registers.
set -eu
cd "$(dirname "$1")"
source=$(basename "$1") object=$2
shift 2
# clang looks for asm/types.h where the headers of BPF itself would be.
clang-14 -target bpf -D__TARGET_ARCH_x86 -idirafter /usr/include/x86_64-linux-gnu \
	-g -O2 -Wall -Werror -fdebug-compilation-dir=. "$@" -c "$source" -o "$object"
llvm-strip-14 -g "$object"
