// SPDX-License-Identifier: GPL-2.0-only
/*
 * task:task_rename as a tracepoint program, from the types of an arm64 kernel.
 * The record is as this kernel's format file has it; another kernel's may differ.
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

struct task_rename_record {
	__u8 unused_0[8];
	__s32 pid;
	char newcomm[16];
	__u8 unused_28[4];
	__u32 path;
};

SEC("tracepoint/task/task_rename")
int on_task_rename(struct task_rename_record *bpf_ctx)
{
	bpf_printk("task_rename: pid=%lld newcomm=%s", (__s64)bpf_ctx->pid, bpf_ctx->newcomm);
	bpf_printk("task_rename: path=%s", (const char *)bpf_ctx + (bpf_ctx->path & 0xffff));
	return 0;
}

/* bpf_printk and reading kernel memory are for GPL programs only. */
char LICENSE[] SEC("license") = "GPL";
