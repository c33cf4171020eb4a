/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * One program for each way to a function, in libbpf's words: at its return, at
 * both ends, through fprobe, and in user space, where the workload says at what.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual MIT/GPL";

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, int);
	__type(value, long);
} by_way SEC(".maps");

static __always_inline int note(int way)
{
	long one = 1, *n = bpf_map_lookup_elem(&by_way, &way);

	if (n)
		__sync_fetch_and_add(n, 1);
	else
		bpf_map_update_elem(&by_way, &way, &one, BPF_NOEXIST);
	return 0;
}

SEC("kretprobe/__set_task_comm") int at_return(struct pt_regs *ctx) { return note(0); }
SEC("kprobe.multi/__set_task_comm") int one_of_many(struct pt_regs *ctx) { return note(1); }
SEC("kretprobe.multi/__set_task_comm") int many_returns(struct pt_regs *ctx) { return note(2); }
SEC("kprobe.session/__set_task_comm") int both_ends(struct pt_regs *ctx) { return note(3); }
SEC("fexit/__set_task_comm") int leaving(void *ctx) { return note(4); }
SEC("fsession/__set_task_comm") int there_and_back(void *ctx) { return note(5); }
SEC("uprobe") int user(struct pt_regs *ctx) { return note(6); }
SEC("uretprobe") int user_return(struct pt_regs *ctx) { return note(7); }
SEC("uprobe.multi") int users(struct pt_regs *ctx) { return note(8); }
