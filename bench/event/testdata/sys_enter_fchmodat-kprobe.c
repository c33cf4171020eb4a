// SPDX-License-Identifier: GPL-2.0-only
/*
 * syscalls:sys_enter_fchmodat as a kprobe program, from the types of an arm64 kernel.
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

struct pt_regs {
	__u64 regs[31];
} __attribute__((preserve_access_index));

SEC("kprobe/__arm64_sys_fchmodat")
int on_sys_enter_fchmodat(struct pt_regs *bpf_ctx)
{
	struct pt_regs *regs = (struct pt_regs *)bpf_ctx->regs[0];

	__s32 dfd = (__s32)BPF_CORE_READ(regs, regs[0]);
	char filename[64] = {};
	bpf_probe_read_user_str(filename, sizeof(filename), (void *)BPF_CORE_READ(regs, regs[1]));
	__u64 mode = (__u64)BPF_CORE_READ(regs, regs[2]);

	bpf_printk("sys_enter_fchmodat: dfd=%lld filename=%s mode=0x%llx", (__s64)dfd, filename, mode);
	return 0;
}

/* bpf_printk and reading kernel memory are for GPL programs only. */
char LICENSE[] SEC("license") = "GPL";
