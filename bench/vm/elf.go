package vm

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
)

// pvhNote is XEN_ELFNOTE_PHYS32_ENTRY, the note that holds the address at which
// QEMU starts an uncompressed kernel. Source: include/xen/interface/elfnote.h.
const pvhNote = 18

// maxNotes bounds the notes that are read; a kernel has a few hundred bytes.
const maxNotes = 1 << 20

func isELF(image []byte) bool { return bytes.HasPrefix(image, []byte(elf.ELFMAG)) }

// hasPVH says whether a vmlinux has a PVH entry.
func hasPVH(kernel []byte) (bool, error) {
	f, err := elf.NewFile(bytes.NewReader(kernel))
	if err != nil {
		return false, fmt.Errorf("%w: %w", ErrNotKernel, err)
	}
	if f.Machine != elf.EM_X86_64 { // in a bzImage; others were told apart before
		return false, fmt.Errorf("%w: it is one for %v", ErrNotKernel, f.Machine)
	}
	found := false
	for _, p := range f.Progs {
		if p.Off > uint64(len(kernel)) || p.Filesz > uint64(len(kernel))-p.Off {
			return false, ErrTruncated
		}
		if p.Type == elf.PT_NOTE && p.Filesz <= maxNotes {
			found = found || hasNote(kernel[p.Off:p.Off+p.Filesz], "Xen", pvhNote)
		}
	}
	return found, nil
}

// hasNote looks for a note by its name and type: three words (size of the name,
// size of the content, type), then name and content, each padded to a word.
func hasNote(notes []byte, name string, kind uint32) bool {
	for len(notes) >= 12 {
		nameSize := uint64(binary.LittleEndian.Uint32(notes))
		descSize := uint64(binary.LittleEndian.Uint32(notes[4:]))
		next := 12 + (nameSize+3)&^3 + (descSize+3)&^3
		if next > uint64(len(notes)) {
			return false
		}
		if binary.LittleEndian.Uint32(notes[8:]) == kind && string(notes[12:12+nameSize]) == name+"\x00" {
			return true
		}
		notes = notes[next:]
	}
	return false
}
