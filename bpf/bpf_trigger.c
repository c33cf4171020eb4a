//go:build ignore
/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * Every attach type hooks the same place: bpf_modify_return_test_tp(), whose
 * first act is its tracepoint. The function is there to be called by programs,
 * which is what the driver does: the only program that is no handler.
 */
#include "kernel.h"

struct record {
	__s32 nonce;
};

#include "handlers.h"

/* events/bpf_test_run/bpf_trigger_tp/format */
struct tp_bpf_trigger_tp {
	int nonce;
} relocated;

static __always_inline bool fetch_tracepoint(struct tp_bpf_trigger_tp *tp, struct record *r)
{
	r->nonce = tp->nonce;
	return true;
}

/* bpf_modify_return_test_tp(int nonce) */
static __always_inline bool fetch_kprobe(struct pt_regs *regs, struct record *r)
{
	r->nonce = ARG1(regs);
	return true;
}

static __always_inline bool fetch_fentry(__u64 *args, struct record *r)
{
	r->nonce = args[0];
	return true;
}

/* TP_PROTO(int nonce) */
static __always_inline bool fetch_raw_tracepoint(struct bpf_raw_tracepoint_args *raw, struct record *r)
{
	r->nonce = raw->args[0];
	return true;
}

static __always_inline bool fetch_tp_btf(__u64 *args, struct record *r)
{
	r->nonce = args[0];
	return true;
}

ON_FUNCTION
ON_TRACEPOINT(struct tp_bpf_trigger_tp)

/* What one run of the driver causes: the Go side has the same number. */
#define EVENTS 100

extern int bpf_modify_return_test_tp(int nonce) __ksym;

SEC("raw_tracepoint") int driver(void *ctx)
{
	for (__u64 nonce = 0; nonce < EVENTS; nonce++)
		bpf_modify_return_test_tp(nonce);
	return 0;
}
