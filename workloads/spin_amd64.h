// The known work goes CX times round a chain of 30 instructions, each waiting for
// the one before: with the loop's own, 32 a turn. Few turns are long enough
// that the end of the loop is foreseen; fences keep the chain from overlapping
// with what is before and behind it.
#define CHAIN5 RORQ $1, R11; RORQ $1, R11; RORQ $1, R11; RORQ $1, R11; RORQ $1, R11
#define CHAIN30 CHAIN5; CHAIN5; CHAIN5; CHAIN5; CHAIN5; CHAIN5
#define LFENCE BYTE $0x0f; BYTE $0xae; BYTE $0xe8

