/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * In the style of bcc's tools on libbpf: filters that the verifier sees as
 * constants, a histogram per key, and one body under two attach types, of which
 * the loader takes the one that the kernel knows.
 */
#include <stdbool.h>
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define MAX_ENTRIES 1024
#define MAX_SLOTS 27
#define COMM_LEN 16

struct task_struct {
	int pid;
	int tgid;
	char comm[COMM_LEN];
} __attribute__((preserve_access_index));

struct hist {
	__u32 slots[MAX_SLOTS];
	char comm[COMM_LEN];
};

const volatile bool targ_per_process = false;
const volatile bool targ_ms = false;
const volatile int targ_tgid = 0;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_ENTRIES);
	__type(key, __u32);
	__type(value, __u64);
} start SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_ENTRIES);
	__type(key, __u32);
	__type(value, struct hist);
} hists SEC(".maps");

static struct hist zero;

static __always_inline __u32 slot_of(__u64 v)
{
	__u32 slot = 0;

#pragma unroll
	for (int shift = 32; shift > 0; shift >>= 1) {
		if (v >> shift) {
			v >>= shift;
			slot += shift;
		}
	}
	return slot < MAX_SLOTS ? slot : MAX_SLOTS - 1;
}

static __always_inline int between(struct task_struct *task)
{
	__u32 tgid = BPF_CORE_READ(task, tgid), key = 0;
	__u64 now = bpf_ktime_get_ns(), *last;
	struct hist *hist;

	if (targ_tgid && targ_tgid != tgid)
		return 0;
	last = bpf_map_lookup_elem(&start, &tgid);
	if (!last) {
		bpf_map_update_elem(&start, &tgid, &now, BPF_ANY);
		return 0;
	}
	if (targ_per_process)
		key = tgid;
	hist = bpf_map_lookup_elem(&hists, &key);
	if (!hist) {
		bpf_map_update_elem(&hists, &key, &zero, BPF_NOEXIST);
		hist = bpf_map_lookup_elem(&hists, &key);
		if (!hist)
			return 0;
		BPF_CORE_READ_STR_INTO(&hist->comm, task, comm);
	}
	__sync_fetch_and_add(&hist->slots[slot_of((now - *last) / (targ_ms ? 1000000 : 1000))], 1);
	*last = now;
	return 0;
}

SEC("tp_btf/task_rename")
int BPF_PROG(rename_btf, struct task_struct *task)
{
	return between(task);
}

SEC("raw_tp/task_rename")
int BPF_PROG(rename_raw, struct task_struct *task)
{
	return between(task);
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
