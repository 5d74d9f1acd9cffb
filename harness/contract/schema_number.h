/* schema_number.h - doubles as the decimal numbers they were written as. Pure. */
#ifndef CONTRACT_SCHEMA_NUMBER_H
#define CONTRACT_SCHEMA_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The shortest decimal that reads back as this double: digits * 10^exponent. Finite values only. */
struct decimal {
    bool minus;
    uint64_t digits; /* below 10^17, not ending in 0 unless it is 0 */
    int exponent;
};
struct decimal decimal_of(double value);

/* value = n * divisor for an integer n, exactly, as decimals: 0.0075 is a multiple of 0.0001. */
bool number_is_multiple(double value, double divisor);

bool number_is_integer(double value);

#define NUMBER_TEXT 64
void number_text(double value, char out[NUMBER_TEXT]); /* as JSON; integers below 10^17 in full */

#endif
