#include "textflag.h"
#include "spin_arm64.h"

#define CALLS 10

// probed(argument in R0)
TEXT ·probed(SB), NOSPLIT|NOFRAME, $0-0
	MOVD R1, R1
	RET

// func probedAddress() uintptr
TEXT ·probedAddress(SB), NOSPLIT, $0-8
	MOVD $·probed(SB), R0
	MOVD R0, ret+0(FP)
	RET

// func repeatTrigger(n uintptr)
//
// The probed function keeps all registers, and so do its probes.
TEXT ·repeatTrigger(SB), NOSPLIT, $16-8
	MOVD n+0(FP), R10
	CBZ  R10, done

again:
	MOVD ZR, R0

call:
	BL   ·probed(SB)
	ADD  $1, R0, R0
	CMP  $CALLS, R0
	BNE  call
	SUBS $1, R10, R10
	BNE  again

done:
	RET

// func repeatTriggerSpin(n, turns uintptr)
TEXT ·repeatTriggerSpin(SB), NOSPLIT, $16-16
	MOVD n+0(FP), R10
	MOVD turns+8(FP), R14
	CBZ  R10, done

again:
	MOVD ZR, R0

call:
	BL   ·probed(SB)
	ADD  $1, R0, R0
	CMP  $CALLS, R0
	BNE  call
	MOVD R14, R15
	ISB  $15

turn:
	CHAIN30
	SUBS $1, R15, R15
	BNE  turn
	ISB  $15
	SUBS $1, R10, R10
	BNE  again

done:
	RET
