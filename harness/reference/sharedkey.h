/* sharedkey.h - the key of a connection, which is no part of the connection's document (FAM-10). */
#ifndef REFERENCE_SHAREDKEY_H
#define REFERENCE_SHAREDKEY_H

#include "reference/seam.h"

#define KEY_LENGTH_MAX 128

void sharedkey_get(struct call *c);
void sharedkey_put(struct call *c);
void sharedkey_reset(struct call *c);

void sharedkey_save(struct call *c); /* stores c->after's value */

#endif
