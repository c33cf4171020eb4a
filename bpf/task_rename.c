//go:build ignore
/* SPDX-License-Identifier: (MIT OR GPL-2.0-only) */
/* Every attach type hooks the same place: the start of __set_task_comm(). */
#include "kernel.h"

#define COMM 16 /* TASK_COMM_LEN */

struct record {
	__u32 pid;
	char oldcomm[COMM];
	char newcomm[COMM];
	__s16 oom_score_adj;
	__u16 unused;
};

#include "handlers.h"

struct signal_struct {
	short oom_score_adj;
} relocated;

struct task_struct {
	int pid;
	char comm[COMM];
	struct signal_struct *signal;
} relocated;

/*
 * The tracepoint's record. Its offsets are those of the running kernel's
 * events/task/task_rename/format: see Spec in the Go package.
 */
struct tp_task_rename {
	int pid;
	char oldcomm[COMM];
	char newcomm[COMM];
	short oom_score_adj;
} relocated;

/* The kernel has put the fields into a record already. */
static __always_inline bool fetch_tracepoint(struct tp_task_rename *tp, struct record *r)
{
	/* Linux lost the field pid for a while: a6115cceb1dd, a6f22e50c7d5. */
	if (bpf_core_field_exists(tp->pid))
		r->pid = tp->pid;
	else
		r->pid = bpf_get_current_pid_tgid();
	bpf_probe_read_kernel_str(r->oldcomm, COMM, tp->oldcomm);
	bpf_probe_read_kernel_str(r->newcomm, COMM, tp->newcomm);
	r->oom_score_adj = tp->oom_score_adj;
	return true;
}

/* task is a plain address: each member is a copy by a helper. */
static __always_inline bool copy(struct task_struct *task, const char *comm, struct record *r)
{
	r->pid = BPF_CORE_READ(task, pid);
	bpf_probe_read_kernel_str(r->oldcomm, COMM, task->comm);
	bpf_probe_read_kernel_str(r->newcomm, COMM, comm);
	r->oom_score_adj = BPF_CORE_READ(task, signal, oom_score_adj);
	return true;
}

/* task is known to the verifier by its BTF type: its members are loads. */
static __always_inline bool load(struct task_struct *task, const char *comm, struct record *r)
{
	r->pid = task->pid;
	bpf_probe_read_kernel_str(r->oldcomm, COMM, task->comm);
	bpf_probe_read_kernel_str(r->newcomm, COMM, comm);
	r->oom_score_adj = task->signal->oom_score_adj;
	return true;
}

/* __set_task_comm(struct task_struct *tsk, const char *buf, bool exec) */
static __always_inline bool fetch_kprobe(struct pt_regs *regs, struct record *r)
{
	return copy((void *)ARG1(regs), (void *)ARG2(regs), r);
}

static __always_inline bool fetch_fentry(__u64 *args, struct record *r)
{
	return load((void *)args[0], (void *)args[1], r);
}

/* TP_PROTO(struct task_struct *task, const char *comm) */
static __always_inline bool fetch_raw_tracepoint(struct bpf_raw_tracepoint_args *raw, struct record *r)
{
	return copy((void *)raw->args[0], (void *)raw->args[1], r);
}

static __always_inline bool fetch_tp_btf(__u64 *args, struct record *r)
{
	return load((void *)args[0], (void *)args[1], r);
}

ON_FUNCTION
ON_TRACEPOINT(struct tp_task_rename)
