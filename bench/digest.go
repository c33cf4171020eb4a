package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc64"
	"io"
	"io/fs"
	"strings"
)

// digest is the short form of a sum: enough to tell apart the machines that
// somebody compares.
func digest(sum hash.Hash) string { return hex.EncodeToString(sum.Sum(nil)[:8]) }

// textDigest is the digest of a text; "" if there is none.
func textDigest(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	sum := sha256.New()
	sum.Write(text)
	return digest(sum)
}

// crc64Table sums large files: SHA-256 of the kernel's 5 MB of types takes
// 10^9 instructions of an emulated CPU, which has no vector instructions for it;
// this takes 10^8 with all that the kernel does to read them.
var crc64Table = crc64.MakeTable(crc64.ECMA)

// fileDigest is the digest of a large file; "" if it cannot be read.
func fileDigest(root fs.FS, name string) string {
	f, err := root.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := crc64.New(crc64Table)
	if n, err := io.Copy(sum, f); err != nil || n == 0 {
		return ""
	}
	return digest(sum)
}

// folderDigest is a digest of the names and texts of a folder's files, such as
// /sys/devices/system/cpu/vulnerabilities: equal digests mean equal mitigations.
func folderDigest(root fs.FS, dir string) string {
	entries, err := fs.ReadDir(root, dir)
	if err != nil || len(entries) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, entry := range entries {
		text, _ := fs.ReadFile(root, dir+"/"+entry.Name())
		fmt.Fprintf(sum, "%s: %s\n", entry.Name(), strings.TrimSpace(string(text)))
	}
	return digest(sum)
}
