package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
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

// fileDigest is the digest of a file; "" if it cannot be read.
func fileDigest(root fs.FS, name string) string {
	f, err := root.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
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
