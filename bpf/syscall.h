/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * For workloads whose event is the entry of a system call. Attach types differ
 * in how they reach the call's registers:
 *
 *	kprobe, fentry		__<arch>_sys_NAME(const struct pt_regs *regs)
 *	tracepoint		syscalls:sys_enter_NAME: arguments in its record
 *	raw_tracepoint, tp_btf	sys_enter(struct pt_regs *regs, long id), which
 *				fires for every system call: filtered by id
 *
 * A workload's file defines, before it includes this one,
 *
 *	struct record		what the fields handler captures
 *	SYSCALL			the call's number
 *	copy(regs, record)	fills the record in from a plain address
 *	load(regs, record)	the same from an address the verifier knows
 *	fetch_tracepoint()	the same from the tracepoint's record
 */
#ifndef PROBECOST_SYSCALL_H
#define PROBECOST_SYSCALL_H

#include "handlers.h"

static __always_inline bool fetch_kprobe(struct pt_regs *regs, struct record *r)
{
	return copy((void *)ARG1(regs), r);
}

static __always_inline bool fetch_fentry(__u64 *args, struct record *r)
{
	return load((void *)args[0], r);
}

static __always_inline bool fetch_raw_tracepoint(struct bpf_raw_tracepoint_args *raw, struct record *r)
{
	return raw->args[1] == SYSCALL && copy((void *)raw->args[0], r);
}

static __always_inline bool fetch_tp_btf(__u64 *args, struct record *r)
{
	return args[1] == SYSCALL && load((void *)args[0], r);
}

#endif
