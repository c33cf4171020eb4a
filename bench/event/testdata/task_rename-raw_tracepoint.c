// SPDX-License-Identifier: GPL-2.0-only
/*
 * task:task_rename as a raw_tracepoint program, from the types of an arm64 kernel.
 *
 *	clang -O2 -g -target bpf -c task_rename.bpf.c -o task_rename.bpf.o
 *	bpftool prog load task_rename.bpf.o /sys/fs/bpf/task_rename autoattach
 *	cat /sys/kernel/tracing/trace_pipe
 */
typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long __s64;
typedef unsigned long long __u64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

struct bpf_raw_tracepoint_args {
	__u64 args[0];
};

struct task_struct {
	__s32 pid;
} __attribute__((preserve_access_index));

SEC("raw_tracepoint/task_rename")
int on_task_rename(struct bpf_raw_tracepoint_args *bpf_ctx)
{
	struct task_struct *task = (struct task_struct *)bpf_ctx->args[0];
	const char *comm = (const char *)bpf_ctx->args[1];

	bpf_printk("task_rename: task->pid=%lld comm=%s", (__s64)BPF_CORE_READ(task, pid), comm);
	return 0;
}

/* bpf_printk and reading kernel memory are for GPL programs only. */
char LICENSE[] SEC("license") = "GPL";
