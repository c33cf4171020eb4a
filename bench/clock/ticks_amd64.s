#include "textflag.h"

// func ticks() uint64
TEXT ·ticks(SB), NOSPLIT, $0-8
	RDTSC
	SHLQ $32, DX
	ORQ  DX, AX
	MOVQ AX, ret+0(FP)
	RET

// func spin(n uint64)
//
// Two instructions a turn.
TEXT ·spin(SB), NOSPLIT, $0-8
	MOVQ n+0(FP), AX

again:
	DECQ AX
	JNZ  again
	RET
