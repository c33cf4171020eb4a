package object

import (
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ring is the reader's side of a ring buffer, see Documentation/bpf/ringbuf.rst.
//
// The library's reader copies each record out, which takes 200 ns while a
// program writes one in 250: too near for a buffer that must never be full. All
// that is wanted here is that room is made, for which the headers suffice.
type ring struct {
	consumer []byte // a page with the position up to which it is read
	producer []byte // a page with that up to which it is written, then the data twice
	size     uint64
}

// Bits of a record's length: include/uapi/linux/bpf.h.
const (
	ringBusy    = 1 << 31 // it is being written
	ringDiscard = 1 << 30 // it was not wanted after all
	ringHeader  = 8       // bytes of the header, by which records are aligned too
)

func newRing(fd int, size uint32) (*ring, error) {
	page := os.Getpagesize()
	consumer, err := unix.Mmap(fd, 0, page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("map the position of the reader: %w", err)
	}
	producer, err := unix.Mmap(fd, int64(page), page+2*int(size), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		_ = unix.Munmap(consumer)
		return nil, fmt.Errorf("map the data: %w", err)
	}
	return &ring{consumer, producer, uint64(size)}, nil
}

// empty passes over all records that are complete, and returns the share of the
// buffer that was in use.
func (r *ring) empty() float64 {
	position := (*uint64)(unsafe.Pointer(&r.consumer[0]))
	at, end := *position, atomic.LoadUint64((*uint64)(unsafe.Pointer(&r.producer[0])))
	share := float64(end-at) / float64(r.size)
	data := r.producer[len(r.consumer):]
	for at < end {
		length := atomic.LoadUint32((*uint32)(unsafe.Pointer(&data[at&(r.size-1)])))
		if length&ringBusy != 0 {
			break
		}
		at += (uint64(length&^ringDiscard) + 2*ringHeader - 1) &^ (ringHeader - 1)
		atomic.StoreUint64(position, at)
	}
	return share
}

func (r *ring) close() error {
	err := unix.Munmap(r.producer)
	if failed := unix.Munmap(r.consumer); err == nil {
		err = failed
	}
	return err
}
