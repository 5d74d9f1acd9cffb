/* key.h - what makes two broken clauses the same one, whatever the values were. */
#ifndef ORACLE_KEY_H
#define ORACLE_KEY_H

#include "base/bytes.h"

#define ORACLE_KEY_MAX 176

/* "POINTER STATUS WORDS": the pointer without names that a client gave; of an answer that is an error its
 * message (the answer need be no JSON), digits folded and without what is quoted. Of any other answer
 * nothing, which differs from input to input. Printable ASCII. */
void oracle_key(char out[ORACLE_KEY_MAX], struct bytes where, int status, struct bytes answer);

#endif
