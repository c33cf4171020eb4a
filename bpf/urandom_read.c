//go:build ignore
/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/* The event is the entry of read(2), as each attach type knows it: syscall.h. */
#include "kernel.h"

#if defined(__TARGET_ARCH_x86)
#define SYSCALL 0
#else
#define SYSCALL 63
#endif

struct record {
	__u64 fd;
	__u64 count;
};

/* events/syscalls/sys_enter_read/format */
struct tp_sys_enter_read {
	__u64 fd;
	__u64 count;
} relocated;

static __always_inline bool fetch_tracepoint(struct tp_sys_enter_read *tp, struct record *r)
{
	r->fd = tp->fd;
	r->count = tp->count;
	return true;
}

static __always_inline bool copy(struct pt_regs *regs, struct record *r)
{
	r->fd = COPY(ARG1(regs));
	r->count = COPY(ARG3(regs));
	return true;
}

static __always_inline bool load(struct pt_regs *regs, struct record *r)
{
	r->fd = ARG1(regs);
	r->count = ARG3(regs);
	return true;
}

#include "syscall.h"

ON_FUNCTION
ON_TRACEPOINT(struct tp_sys_enter_read)
