/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/* Global variables of every kind: in .rodata, .data and .bss. */
#include <stdbool.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

enum level { QUIET, NORMAL, LOUD = 7 };
enum below { LESS = -1, MORE = 1 };
typedef unsigned int wrapped;

const volatile __s8 s8 = -1;
const volatile __u8 u8 = 1;
const volatile __s16 s16 = -2;
const volatile __u16 u16 = 2;
const volatile __s32 s32 = -3;
const volatile __u32 u32 = 3;
const volatile __s64 s64 = -4;
const volatile __u64 u64 = 4;
const volatile bool flag = false;
const volatile enum level level = NORMAL;
const volatile enum below below = LESS;
const volatile wrapped alias = 5;
const volatile char prefix[8] = "none";
const volatile __u32 list[4] = { 1, 2, 3, 4 };
const volatile struct { int a, b; } pair = { 1, 2 };

__u32 step = 1;   /* .data */
__u64 total;      /* .bss */
static __u64 odd; /* .bss, and in no symbol that others see */

SEC("raw_tracepoint/task_rename")
int count_all(void *ctx)
{
	__u64 sum = s8 + u8 + s16 + u16 + s32 + u32 + s64 + u64 + alias;

	if (flag || level == LOUD || below == MORE || prefix[0] == 'x')
		sum += list[sum & 3] + pair.a + pair.b;
	total += step;
	odd += sum & 1;
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
