/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/* Sends each event to user space through a ring buffer and, in another program,
 * through a perf event array, as tools for older kernels do. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct event {
	__u64 when;
	__u64 pid_tgid;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(int));
	__uint(value_size, sizeof(int));
} perf SEC(".maps");

static __always_inline void fill(struct event *e)
{
	e->when = bpf_ktime_get_ns();
	e->pid_tgid = bpf_get_current_pid_tgid();
	bpf_get_current_comm(e->comm, sizeof(e->comm));
}

SEC("raw_tp/task_rename")
int to_ring(void *ctx)
{
	struct event *e = bpf_ringbuf_reserve(&ring, sizeof(*e), 0);

	if (!e)
		return 0;
	fill(e);
	bpf_ringbuf_submit(e, 0);
	return 0;
}

SEC("raw_tp/task_rename")
int to_perf(void *ctx)
{
	struct event e = {};

	fill(&e);
	bpf_perf_event_output(ctx, &perf, BPF_F_CURRENT_CPU, &e, sizeof(e));
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
