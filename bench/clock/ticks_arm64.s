#include "textflag.h"

// func ticks() uint64
//
// The barrier keeps the counter from being read before what precedes it.
TEXT ·ticks(SB), NOSPLIT, $0-8
	ISB  $15
	MRS  CNTVCT_EL0, R0
	MOVD R0, ret+0(FP)
	RET

// func frequency() uint64
TEXT ·frequency(SB), NOSPLIT, $0-8
	MRS  CNTFRQ_EL0, R0
	MOVD R0, ret+0(FP)
	RET

// func spin(n uint64)
//
// Two instructions a turn.
TEXT ·spin(SB), NOSPLIT, $0-8
	MOVD n+0(FP), R0

again:
	SUBS $1, R0, R0
	BNE  again
	RET
