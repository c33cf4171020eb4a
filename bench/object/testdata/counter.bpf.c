/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/* A program that hardly does anything, so that one helper call more, which
 * -DNEW makes, is found with few blocks. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} last SEC(".maps");

SEC("raw_tp/bpf_trigger_tp")
int note_time(void *ctx)
{
	__u32 key = 0;
	__u64 *when = bpf_map_lookup_elem(&last, &key);

	if (!when)
		return 0;
	*when = bpf_ktime_get_ns();
#ifdef NEW
	*when += bpf_ktime_get_ns();
#endif
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
