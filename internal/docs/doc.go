// Package docs keeps this project's documents true. It has nothing but tests:
// they regenerate every figure, run or parse every command, and look for every
// file, folder, make target and link that the documents name.
//
// After a change to recordings, tables or plots:
//
//	go test ./internal/docs -update
package docs
