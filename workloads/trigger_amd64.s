#include "textflag.h"
#include "spin_amd64.h"

#define CALLS 10

// probed(argument in DI)
TEXT ·probed(SB), NOSPLIT|NOFRAME, $0-0
	PUSHQ BP
	MOVQ  SP, BP
	POPQ  BP
	RET

// func probedAddress() uintptr
TEXT ·probedAddress(SB), NOSPLIT, $0-8
	LEAQ ·probed(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// func repeatTrigger(n uintptr)
//
// The probed function keeps all registers, and so do its probes.
TEXT ·repeatTrigger(SB), NOSPLIT, $0-8
	MOVQ n+0(FP), R13
	TESTQ R13, R13
	JZ   done

again:
	XORL DI, DI

call:
	CALL ·probed(SB)
	INCQ DI
	CMPQ DI, $CALLS
	JNE  call
	DECQ R13
	JNZ  again

done:
	RET

// func repeatTriggerSpin(n, turns uintptr)
TEXT ·repeatTriggerSpin(SB), NOSPLIT, $0-16
	MOVQ n+0(FP), R13
	MOVQ turns+8(FP), R12
	TESTQ R13, R13
	JZ   done

again:
	XORL DI, DI

call:
	CALL ·probed(SB)
	INCQ DI
	CMPQ DI, $CALLS
	JNE  call
	MOVQ R12, CX
	LFENCE

turn:
	CHAIN30
	DECQ CX
	JNZ  turn
	LFENCE
	DECQ R13
	JNZ  again

done:
	RET
