/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * The three handlers, written once. HANDLERS(attach) puts the same inlined
 * bodies under an attach type's SEC; only the way in which the fields are
 * fetched differs between attach types, because that is what is compared.
 *
 * A workload's file defines
 *
 *	struct record		what the fields handler captures
 *	fetch_<attach>()	fills one in from that attach type's context;
 *				false if the event is not the workload's
 *
 * then includes this file, and has one HANDLERS line per attach type.
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

#define HANDLERS(attach, context)                                       \
	SEC(#attach) int empty_##attach(context *ctx)                   \
	{                                                               \
		return 0;                                               \
	}                                                               \
	SEC(#attach) int count_##attach(context *ctx)                   \
	{                                                               \
		return count();                                         \
	}                                                               \
	SEC(#attach) int fields_##attach(context *ctx)                  \
	{                                                               \
		struct event *e = this_event();                         \
                                                                        \
		if (e && fetch_##attach(ctx, &e->record))               \
			e->seen++;                                      \
		return 0;                                               \
	}

/* Reading kernel memory needs a licence that the kernel takes for GPL. */
char LICENSE[] SEC("license") = "Dual MIT/GPL";

#endif
