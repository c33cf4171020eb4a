/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/*
 * In the style of libbpf's skeletons: user space sets globals before it loads,
 * and reads others while the programs run. No dump of the kernel's types.
 */
#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual MIT/GPL";

struct task_struct {
	int pid;
	char comm[16];
} __attribute__((preserve_access_index));

int my_pid;
unsigned long long renames, execs;
bool seen_exec[2];

SEC("tp/task/task_rename")
int handle_rename(void *ctx)
{
	int pid = bpf_get_current_pid_tgid() >> 32;

	if (my_pid && pid != my_pid)
		return 0;
	__sync_fetch_and_add(&renames, 1);
	return 0;
}

SEC("fentry/__set_task_comm")
int BPF_PROG(handle_comm, struct task_struct *task, const char *name, bool exec)
{
	seen_exec[exec & 1] = true;
	if (task->pid != my_pid)
		__sync_fetch_and_add(&execs, exec);
	return 0;
}
