#!/bin/sh
# Compiles every C file of this folder for every architecture. clang's version
# is fixed because the objects are committed and compared byte for byte.
set -eu
for source in *.c; do
	stem=${source%.c}
	ident=$(echo "$stem" | sed -E 's/(^|_)(.)/\U\2/g')
	go tool bpf2go -cc clang-14 -strip llvm-strip-14 -target amd64,arm64 -go-package bpf \
		-no-global-types -output-stem "$stem" "$ident" "$source" -- -O2 -Wall -Werror
done
