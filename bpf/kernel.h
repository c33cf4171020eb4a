/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * The few kernel types that the handlers touch. CO-RE finds the members'
 * offsets on the running kernel, so a struct lists only the members that are
 * read, and no dump of a kernel's types is needed.
 */
#ifndef PROBECOST_KERNEL_H
#define PROBECOST_KERNEL_H

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

#include <stdbool.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

/* include/uapi/linux/bpf.h: values of the user-space ABI, which never change. */
enum { BPF_MAP_TYPE_PERCPU_ARRAY = 6 };
struct bpf_raw_tracepoint_args {
	__u64 args[0];
};

#define relocated __attribute__((preserve_access_index))

/*
 * pt_regs holds the arguments of a function at its entry (kprobe), and those
 * of a system call (what sys_enter and the __<arch>_sys_* functions get).
 */
#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long dx, si, di, ip;
} relocated;
#define IP(regs) ((regs)->ip)
#define ARG1(regs) ((regs)->di)
#define ARG2(regs) ((regs)->si)
#define ARG3(regs) ((regs)->dx)
#elif defined(__TARGET_ARCH_arm64)
struct user_pt_regs {
	__u64 regs[31];
	__u64 pc;
} relocated;
struct pt_regs {
	struct user_pt_regs user_regs;
} relocated;
#define IP(r) ((r)->user_regs.pc)
#define ARG1(r) ((r)->user_regs.regs[0])
#define ARG2(r) ((r)->user_regs.regs[1])
#define ARG3(r) ((r)->user_regs.regs[2])
#else
#error "probecost does not know the registers of this architecture"
#endif

/* A member reached through a plain address: a helper copies it. */
#define COPY(member)                                            \
	({                                                      \
		typeof(member) value = 0;                       \
		bpf_core_read(&value, sizeof(value), &(member)); \
		value;                                          \
	})

#endif
