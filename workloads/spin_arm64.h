// The known work: see spin_amd64.h.
#define CHAIN5 ROR $1, R6, R6; ROR $1, R6, R6; ROR $1, R6, R6; ROR $1, R6, R6; ROR $1, R6, R6
#define CHAIN30 CHAIN5; CHAIN5; CHAIN5; CHAIN5; CHAIN5; CHAIN5

