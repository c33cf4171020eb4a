#include "textflag.h"

#include "spin_arm64.h"

// func repeat(c *Call, n uintptr) (done, result uintptr)
//
// A system call keeps all registers but R0.
TEXT ·repeat(SB), NOSPLIT, $0-32
	MOVD c+0(FP), R9
	MOVD n+8(FP), R10
	MOVD R10, R11
	MOVD 0(R9), R8
	MOVD 8(R9), R12
	MOVD 16(R9), R1
	MOVD 24(R9), R2
	MOVD 32(R9), R3
	MOVD 40(R9), R4
	MOVD 48(R9), R5
	MOVD 56(R9), R13
	MOVD ZR, R0
	CBZ  R10, done

again:
	MOVD R12, R0
	SVC
	CMP  R13, R0
	BNE  done
	SUBS $1, R10, R10
	BNE  again

done:
	SUB  R10, R11, R11
	MOVD R11, done+16(FP)
	MOVD R0, result+24(FP)
	RET

// func repeatSpin(c *Call, n, turns uintptr) (done, result uintptr)
//
// The loop of repeat with known work beside each call: 3 instructions and 32 a
// turn.
TEXT ·repeatSpin(SB), NOSPLIT, $0-40
	MOVD c+0(FP), R9
	MOVD n+8(FP), R10
	MOVD turns+16(FP), R14
	MOVD R10, R11
	MOVD 0(R9), R8
	MOVD 8(R9), R12
	MOVD 16(R9), R1
	MOVD 24(R9), R2
	MOVD 32(R9), R3
	MOVD 40(R9), R4
	MOVD 48(R9), R5
	MOVD 56(R9), R13
	MOVD ZR, R0
	CBZ  R10, done

again:
	MOVD R12, R0
	SVC
	CMP  R13, R0
	BNE  done
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
	SUB  R10, R11, R11
	MOVD R11, done+24(FP)
	MOVD R0, result+32(FP)
	RET

// func spin(n, turns uintptr)
TEXT ·spin(SB), NOSPLIT, $0-16
	MOVD n+0(FP), R0
	MOVD turns+8(FP), R1

again:
	MOVD R1, R2
	ISB  $15

turn:
	CHAIN30
	SUBS $1, R2, R2
	BNE  turn
	ISB  $15
	SUBS $1, R0, R0
	BNE  again
	RET
