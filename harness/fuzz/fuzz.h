/* fuzz.h - what every harness is: one function that takes an input, whatever its bytes are, and returns
 * 0. Linked with libFuzzer or AFL++'s driver it is a fuzzer, with replay.c a program that runs files
 * and folders through it.
 *
 * An input is what is looked at and nothing else: no option bytes in front, so that every file of
 * corpus/ is a seed. What must hold is asked for with `must`: a broken promise ends the process like
 * a crash does, after saying which one. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "fuzz/mutate.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv); /* of those that open something first */

/* What the inputs are, for the mutator; defined by a harness whose inputs are bodies or sequences. */
extern const enum mutate_kind fuzz_kind;

#define must(holds, ...)                                                                           \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            fprintf(stderr, "%s:%d: broken: %s: ", __FILE__, __LINE__, #holds);                    \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
