/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * The three handlers, written once. HANDLERS(attach, context) puts the same
 * inlined bodies under an attach type's SEC; only the way in which the fields
 * are fetched differs between attach types, because that is what is compared.
 * HANDLERS_IN(section, attach, context) is for a section that is no C name, and
 * HANDLERS_BLIND(section, attach) for one whose context tells nothing.
 *
 * A workload's file defines
 *
 *	struct record		what the fields handler captures
 *	fetch_<attach>()	fills one in from that attach type's context;
 *				false if the event is not the workload's
 *
 * for kprobe, fentry, tracepoint, raw_tracepoint and tp_btf, includes this file,
 * and says where its event is: ON_FUNCTION and ON_TRACEPOINT(record), or ON_USER
 * for one in user space, for which it is fetch_uprobe().
 */
#ifndef PROBECOST_HANDLERS_H
#define PROBECOST_HANDLERS_H

/* What user space reads back: per CPU, so that handlers never share a line. */
struct event {
	__u64 seen;
	struct record record;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct event);
} events SEC(".maps");

static __always_inline struct event *this_event(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&events, &key);
}

static __always_inline int count(void)
{
	struct event *e = this_event();

	if (e)
		e->seen++;
	return 0;
}

/* Attach types that get the same context as another. */
#define fetch_kprobe_multi fetch_kprobe
#define fetch_fexit fetch_fentry
#define fetch_fmod_ret fetch_fentry
#define fetch_fsession fetch_fentry
#define fetch_uprobe_multi fetch_uprobe

/*
 * A session's program runs at the entry and at the return, where registers are
 * no arguments any more. The kernel function that tells which of the two it is
 * has another prototype from Linux 7.0 on (8fe4dc4f6456); where the registers
 * were taken is known on all: within the first bytes of the function, or not.
 */
#define fetch_kprobe_session(ctx, r)                                    \
	(IP(ctx) - bpf_get_func_ip(ctx) > 16 || fetch_kprobe(ctx, r))

#define HANDLERS(attach, context) HANDLERS_IN(#attach, attach, context)
#define HANDLERS_IN(section, attach, context)                           \
	HANDLERS_BLIND(section, attach)                                 \
	SEC(section) int fields_##attach(context *ctx)                  \
	{                                                               \
		struct event *e = this_event();                         \
                                                                        \
		if (e && fetch_##attach(ctx, &e->record))               \
			e->seen++;                                      \
		return 0;                                               \
	}
#define HANDLERS_BLIND(section, attach)                                 \
	SEC(section) int empty_##attach(void *ctx)                      \
	{                                                               \
		return 0;                                               \
	}                                                               \
	SEC(section) int count_##attach(void *ctx)                      \
	{                                                               \
		return count();                                         \
	}

/* The attach types, by where in the system the event is. */
#define ON_FUNCTION                                                     \
	HANDLERS(kprobe, struct pt_regs)                                \
	HANDLERS_BLIND("kretprobe", kretprobe)                          \
	HANDLERS_IN("kprobe.multi", kprobe_multi, struct pt_regs)       \
	HANDLERS_BLIND("kretprobe.multi", kretprobe_multi)              \
	HANDLERS_IN("kprobe.session", kprobe_session, struct pt_regs)   \
	HANDLERS(fentry, __u64)                                         \
	HANDLERS(fexit, __u64)                                          \
	HANDLERS(fmod_ret, __u64)                                       \
	HANDLERS(fsession, __u64)

#define ON_TRACEPOINT(record)                                           \
	HANDLERS(tracepoint, record)                                    \
	HANDLERS(raw_tracepoint, struct bpf_raw_tracepoint_args)        \
	HANDLERS(tp_btf, __u64)

#define ON_USER                                                         \
	HANDLERS(uprobe, struct pt_regs)                                \
	HANDLERS_BLIND("uretprobe", uretprobe)                          \
	HANDLERS_IN("uprobe.multi", uprobe_multi, struct pt_regs)

/* Reading kernel memory needs a licence that the kernel takes for GPL. */
char LICENSE[] SEC("license") = "Dual MIT/GPL";

#endif
