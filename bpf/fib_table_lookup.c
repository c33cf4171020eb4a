//go:build ignore
/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * Which route the kernel looks for, and in which table. kprobe and fentry are
 * on the entry of fib_table_lookup(), the tracepoint is at each of its returns.
 */
#include "kernel.h"

struct record {
	__u32 table;
	__s32 oif;
	__s32 iif;
	__u8 saddr[4];
	__u8 daddr[4];
	__u16 sport;
	__u16 dport;
	__u8 proto;
	__u8 unused[3];
};

#include "handlers.h"

struct fib_table {
	__u32 tb_id;
} relocated;

struct flowi_common {
	int flowic_oif;
	int flowic_iif;
	__u8 flowic_proto;
} relocated;

union flowi_uli {
	struct {
		__be16 dport;
		__be16 sport;
	} ports;
} relocated;

struct flowi4 {
	struct flowi_common __fl_common;
	__be32 saddr;
	__be32 daddr;
	union flowi_uli uli;
} relocated;

/* events/fib/fib_table_lookup/format */
struct tp_fib_table_lookup {
	__u32 tb_id;
	int oif;
	int iif;
	__u8 proto;
	__u8 src[4];
	__u8 dst[4];
	__u16 sport;
	__u16 dport;
} relocated;

/* What the tracepoint does to a port: the objects are little-endian. */
static __always_inline __u16 host_order(__be16 port)
{
	return __builtin_bswap16(port);
}

static __always_inline bool fetch_tracepoint(struct tp_fib_table_lookup *tp, struct record *r)
{
	r->table = tp->tb_id;
	r->oif = tp->oif;
	r->iif = tp->iif;
	bpf_probe_read_kernel(r->saddr, sizeof(r->saddr), tp->src);
	bpf_probe_read_kernel(r->daddr, sizeof(r->daddr), tp->dst);
	r->sport = tp->sport;
	r->dport = tp->dport;
	r->proto = tp->proto;
	return true;
}

/* flow is a plain address: each member is a copy by a helper. */
static __always_inline bool copy(__u32 table, struct flowi4 *flow, struct record *r)
{
	r->table = table;
	r->oif = COPY(flow->__fl_common.flowic_oif);
	r->iif = COPY(flow->__fl_common.flowic_iif);
	bpf_core_read(r->saddr, sizeof(r->saddr), &flow->saddr);
	bpf_core_read(r->daddr, sizeof(r->daddr), &flow->daddr);
	r->sport = host_order(COPY(flow->uli.ports.sport));
	r->dport = host_order(COPY(flow->uli.ports.dport));
	r->proto = COPY(flow->__fl_common.flowic_proto);
	return true;
}

/* flow is known to the verifier by its BTF type: its members are loads. */
static __always_inline bool load(__u32 table, struct flowi4 *flow, struct record *r)
{
	r->table = table;
	r->oif = flow->__fl_common.flowic_oif;
	r->iif = flow->__fl_common.flowic_iif;
	*(__be32 *)r->saddr = flow->saddr;
	*(__be32 *)r->daddr = flow->daddr;
	r->sport = host_order(flow->uli.ports.sport);
	r->dport = host_order(flow->uli.ports.dport);
	r->proto = flow->__fl_common.flowic_proto;
	return true;
}

/*
 * fib_table_lookup(struct fib_table *tb, const struct flowi4 *flp,
 *		    struct fib_result *res, int fib_flags)
 */
static __always_inline bool fetch_kprobe(struct pt_regs *regs, struct record *r)
{
	struct fib_table *table = (void *)ARG1(regs);

	return copy(COPY(table->tb_id), (void *)ARG2(regs), r);
}

static __always_inline bool fetch_fentry(__u64 *args, struct record *r)
{
	return load(((struct fib_table *)args[0])->tb_id, (void *)args[1], r);
}

/*
 * TP_PROTO(u32 tb_id, const struct flowi4 *flp,
 *	    const struct fib_nh_common *nhc, int err)
 */
static __always_inline bool fetch_raw_tracepoint(struct bpf_raw_tracepoint_args *raw, struct record *r)
{
	return copy(raw->args[0], (void *)raw->args[1], r);
}

static __always_inline bool fetch_tp_btf(__u64 *args, struct record *r)
{
	return load(args[0], (void *)args[1], r);
}

ON_FUNCTION
ON_TRACEPOINT(struct tp_fib_table_lookup)
