//go:build ignore
/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * Who changes the mode of which file: the event is the entry of fchmodat(2),
 * as each attach type knows it: syscall.h.
 */
#include "kernel.h"

#if defined(__TARGET_ARCH_x86)
#define SYSCALL 268
#else
#define SYSCALL 53
#endif

struct record {
	char path[64];
	__u32 mode;
};

/* events/syscalls/sys_enter_fchmodat/format */
struct tp_sys_enter_fchmodat {
	__u64 filename;
	__u64 mode;
} relocated;

/* The path is in user memory under every attach type, the tracepoint's too. */
static __always_inline bool take(unsigned long path, unsigned long mode, struct record *r)
{
	bpf_probe_read_user_str(r->path, sizeof(r->path), (void *)path);
	r->mode = mode;
	return true;
}

static __always_inline bool fetch_tracepoint(struct tp_sys_enter_fchmodat *tp, struct record *r)
{
	return take(tp->filename, tp->mode, r);
}

static __always_inline bool copy(struct pt_regs *regs, struct record *r)
{
	return take(COPY(ARG2(regs)), COPY(ARG3(regs)), r);
}

static __always_inline bool load(struct pt_regs *regs, struct record *r)
{
	return take(ARG2(regs), ARG3(regs), r);
}

#include "syscall.h"

ON_FUNCTION
ON_TRACEPOINT(struct tp_sys_enter_fchmodat)

/* SEC("raw_tp") is another spelling of SEC("raw_tracepoint"), nothing else. */
#define fetch_raw_tp fetch_raw_tracepoint
HANDLERS(raw_tp, struct bpf_raw_tracepoint_args)
