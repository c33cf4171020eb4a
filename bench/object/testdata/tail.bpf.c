/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/* A program that goes on in another one, which it finds in an array of programs,
 * and a third one that none of them jumps to. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

int second(void *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} steps SEC(".maps") = {
	.values = { [1] = (void *)&second },
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} arrived SEC(".maps");

SEC("raw_tp/task_rename")
int first(void *ctx)
{
	bpf_tail_call(ctx, &steps, 1);
	return 0;
}

SEC("raw_tp/task_rename")
int second(void *ctx)
{
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&arrived, &key);

	if (n)
		(*n)++;
	return 0;
}

SEC("raw_tp/task_rename")
int apart(void *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
