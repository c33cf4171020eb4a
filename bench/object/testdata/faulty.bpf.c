/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/* Programs with a fault each, that only the kernel can find. */
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct task_struct {
	int no_such_field;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

/* The result of the look-up may be NULL. */
SEC("raw_tp/task_rename")
int unchecked(void *ctx)
{
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&numbers, &key);

	return *n > 1;
}

/* No kernel has this field. */
SEC("raw_tp/task_rename")
int BPF_PROG(misfit, struct task_struct *task)
{
	return BPF_CORE_READ(task, no_such_field) > 1;
}

/* Nothing of a kind that probecost measures. */
SEC("xdp")
int packet(struct xdp_md *ctx)
{
	return 2;
}

/* Where there is nothing to attach to. */
SEC("raw_tp/no_such_event")
int nowhere(void *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
