// Package scripts carries the machine preparation that the program itself has
// to do, so that the binary works without a checkout.
package scripts

import _ "embed"

// Kernel is kernel.sh, a POSIX shell script that fetches a distribution kernel
// into the user's cache: sh -s VERSION, with this on standard input. It prints
// the path of the image as its last line and exits with 2 if there is no such
// version.
//
//go:embed kernel.sh
var Kernel []byte
