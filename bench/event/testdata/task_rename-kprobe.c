// SPDX-License-Identifier: GPL-2.0-only
/*
 * task:task_rename as a kprobe program, from the types of an arm64 kernel.
 * __set_task_comm: the same place: the start of __set_task_comm().
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

struct pt_regs {
	__u64 regs[31];
} __attribute__((preserve_access_index));

struct task_struct {
	__s32 pid;
} __attribute__((preserve_access_index));

SEC("kprobe/__set_task_comm")
int on_task_rename(struct pt_regs *bpf_ctx)
{
	struct task_struct *tsk = (struct task_struct *)bpf_ctx->regs[0];
	const char *buf = (const char *)bpf_ctx->regs[1];

	bpf_printk("task_rename: tsk->pid=%lld buf=%s", (__s64)BPF_CORE_READ(tsk, pid), buf);
	return 0;
}

/* bpf_printk and reading kernel memory are for GPL programs only. */
char LICENSE[] SEC("license") = "GPL";
