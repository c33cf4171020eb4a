// SPDX-License-Identifier: GPL-2.0-only
/*
 * syscalls:sys_enter_fchmodat as a tracepoint program, from the types of an arm64 kernel.
 * The record is as this kernel's format file has it; another kernel's may differ.
 *
 *	clang -O2 -g -target bpf -c sys_enter_fchmodat.bpf.c -o sys_enter_fchmodat.bpf.o
 *	bpftool prog load sys_enter_fchmodat.bpf.o /sys/fs/bpf/sys_enter_fchmodat autoattach
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

struct sys_enter_fchmodat_record {
	__u8 unused_0[8];
	__s32 __syscall_nr;
	__u8 unused_12[4];
	__u64 dfd;
	__u64 filename;
	__u64 mode;
};

SEC("tracepoint/syscalls/sys_enter_fchmodat")
int on_sys_enter_fchmodat(struct sys_enter_fchmodat_record *bpf_ctx)
{
	bpf_printk("sys_enter_fchmodat: __syscall_nr=%lld dfd=%llu filename=0x%llx", (__s64)bpf_ctx->__syscall_nr, (__u64)bpf_ctx->dfd, bpf_ctx->filename);
	bpf_printk("sys_enter_fchmodat: mode=%llu", (__u64)bpf_ctx->mode);
	return 0;
}

/* bpf_printk and reading kernel memory are for GPL programs only. */
char LICENSE[] SEC("license") = "GPL";
