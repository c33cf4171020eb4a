/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * In the style of what bpf2go compiles: a kprobe counts into a map that Go
 * code reads by its name, and a record type is given to it.
 */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

char __license[] SEC("license") = "Dual MIT/GPL";

struct seen {
	__u64 calls;
	__u64 last;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, struct seen);
	__uint(max_entries, 512);
} seen_by_cpu SEC(".maps");

/* Makes bpf2go write the type for Go. */
const struct seen *unused __attribute__((unused));

SEC("kprobe/__set_task_comm")
int kprobe_set_comm(struct pt_regs *ctx)
{
	__u32 cpu = bpf_get_smp_processor_id();
	struct seen first = {}, *seen;

	seen = bpf_map_lookup_elem(&seen_by_cpu, &cpu);
	if (!seen) {
		first.calls = 1;
		bpf_map_update_elem(&seen_by_cpu, &cpu, &first, BPF_ANY);
		return 0;
	}
	__sync_fetch_and_add(&seen->calls, 1);
	seen->last = bpf_ktime_get_ns();
	return 0;
}
