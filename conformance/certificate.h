/* certificate.h - what a run leaves for a stranger to check offline (connspec verify). */
#ifndef CONFORMANCE_CERTIFICATE_H
#define CONFORMANCE_CERTIFICATE_H

#include "contract/contract.h"

/* Writes to `dir` what bundle.h lists, made of the results and the product's declaration (a JSON object with name and
 * version, strings; NULL: the target's URL is all that is known of it), with manifest and attestation, signed with the
 * Ed25519 key in the PEM file `key` (NULL: not). Whatever the verdict is: a certificate says what was found. */
int certificate_write(const char *results, const char *dir, const char *product, const char *key,
                      const struct contract *contract, struct err *err);

/* The declaration, vetted: before anything is sent. For cJSON_Delete; NULL and err. */
cJSON *certificate_product(const char *path, const char *target, struct err *err);

#endif
