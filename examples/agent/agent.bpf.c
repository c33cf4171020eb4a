//go:build ignore
/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * What a small tracing agent might have in the kernel: three programs that watch
 * tasks being renamed. Compiled with -DNEW it is a later version of itself, in
 * which every program reads the clock once more than before.
 */
#include <stddef.h>
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define COMM 16

/* Only these fields are read; their offsets are those of the running kernel. */
struct task_struct {
	int tgid;
	char comm[COMM];
} __attribute__((preserve_access_index));

/* The fields of the tracepoint that are at the same offset on all kernels are
 * the common ones: pid of the event is taken from the current task. */
struct renamed {
	__u64 when;
	__u32 tgid;
	char comm[COMM];
};

/* Tasks below this process ID are passed over: probecost --set min_tgid=1000 */
const volatile __u32 min_tgid = 0;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} records SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} renames SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} total SEC(".maps");

static __always_inline __u64 now(void)
{
	__u64 time = bpf_ktime_get_ns();

#ifdef NEW
	time = (time + bpf_ktime_get_ns()) / 2;
#endif
	return time;
}

/* Counts renames by process. */
SEC("kprobe/__set_task_comm")
int BPF_KPROBE(count_renames, struct task_struct *task)
{
	__u32 tgid = BPF_CORE_READ(task, tgid);
	__u64 time = now(), *last;

	if (tgid < min_tgid)
		return 0;
	last = bpf_map_lookup_elem(&renames, &tgid);
	if (last)
		*last = time;
	else
		bpf_map_update_elem(&renames, &tgid, &time, BPF_NOEXIST);
	return 0;
}

/* Reports each rename to user space. */
SEC("tracepoint/task/task_rename")
int report_rename(void *ctx)
{
	struct renamed *r;

	r = bpf_ringbuf_reserve(&records, sizeof(*r), 0);
	if (!r)
		return 0;
	r->when = now();
	r->tgid = bpf_get_current_pid_tgid() >> 32;
	bpf_get_current_comm(r->comm, sizeof(r->comm));
	bpf_ringbuf_submit(r, 0);
	return 0;
}

/* Counts renames of all processes. */
SEC("fentry/__set_task_comm")
int BPF_PROG(count_all, struct task_struct *task)
{
	__u32 key = 0;
	__u64 *sum = bpf_map_lookup_elem(&total, &key);

	if (sum && task->tgid >= min_tgid)
		*sum += now() ? 1 : 0;
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
