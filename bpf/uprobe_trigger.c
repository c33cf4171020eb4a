//go:build ignore
/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/* The event is in user space: the start of a function of our own. */
#include "kernel.h"

struct record {
	__u64 argument;
};

#include "handlers.h"

/* probed(argument), in the order of the C calling convention. */
static __always_inline bool fetch_uprobe(struct pt_regs *regs, struct record *r)
{
	r->argument = ARG1(regs);
	return true;
}

ON_USER
