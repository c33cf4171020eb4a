#include "textflag.h"

#include "spin_amd64.h"

// func repeat(c *Call, n uintptr) (done, result uintptr)
//
// A system call keeps all registers but AX, CX and R11.
TEXT ·repeat(SB), NOSPLIT, $0-32
	MOVQ c+0(FP), AX
	MOVQ n+8(FP), R13
	MOVQ R13, BX
	MOVQ 0(AX), R12
	MOVQ 8(AX), DI
	MOVQ 16(AX), SI
	MOVQ 24(AX), DX
	MOVQ 32(AX), R10
	MOVQ 40(AX), R8
	MOVQ 48(AX), R9
	MOVQ 56(AX), R15
	XORL AX, AX
	TESTQ R13, R13
	JZ   done

again:
	MOVQ R12, AX
	SYSCALL
	CMPQ AX, R15
	JNE  done
	DECQ R13
	JNZ  again

done:
	SUBQ R13, BX
	MOVQ BX, done+16(FP)
	MOVQ AX, result+24(FP)
	RET

// func repeatSpin(c *Call, n, turns uintptr) (done, result uintptr)
//
// The loop of repeat with known work beside each call: 3 instructions and 32 a
// turn.
TEXT ·repeatSpin(SB), NOSPLIT, $0-40
	MOVQ c+0(FP), AX
	MOVQ n+8(FP), R13
	MOVQ turns+16(FP), R14
	MOVQ R13, BX
	MOVQ 0(AX), R12
	MOVQ 8(AX), DI
	MOVQ 16(AX), SI
	MOVQ 24(AX), DX
	MOVQ 32(AX), R10
	MOVQ 40(AX), R8
	MOVQ 48(AX), R9
	MOVQ 56(AX), R15
	XORL AX, AX
	TESTQ R13, R13
	JZ   done

again:
	MOVQ R12, AX
	SYSCALL
	CMPQ AX, R15
	JNE  done
	MOVQ R14, CX
	LFENCE

turn:
	CHAIN30
	DECQ CX
	JNZ  turn
	LFENCE
	DECQ R13
	JNZ  again

done:
	SUBQ R13, BX
	MOVQ BX, done+24(FP)
	MOVQ AX, result+32(FP)
	RET

// func spin(n, turns uintptr)
TEXT ·spin(SB), NOSPLIT, $0-16
	MOVQ n+0(FP), AX
	MOVQ turns+8(FP), BX

again:
	MOVQ BX, CX
	LFENCE

turn:
	CHAIN30
	DECQ CX
	JNZ  turn
	LFENCE
	DECQ AX
	JNZ  again
	RET
