/* verify.h - whether a certificate is what it says: the parts of `connspec verify`. */
#ifndef CONFORMANCE_VERIFY_H
#define CONFORMANCE_VERIFY_H

#include "conformance/loaded.h"
#include "reports/results.h"

struct verification {
    const char *dir, *key; /* key: NULL, or the public one the signature must be of */
    struct loaded loaded;
    struct results *results;
    size_t held, broken; /* what was looked at */
    bool certified;      /* as recomputed */
};

/* Says that something holds, or why it does not, a line each. */
void verify_say(struct verification *v, bool holds, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Manifest, attestation and signature; the documents beside the results are made of them. */
int verify_files(struct verification *v, struct err *err);

/* The suite and the contract are this program's, every required check is there, and what the checks say comes to the
 * verdict that is told. */
void verify_verdict(struct verification *v);

/* The scenarios, played again with the recording in the target's place (tape.h), ask what was asked, and come to what
 * is told, wherever answers were kept whole and no secret is in them. Opens no connection. */
int verify_played(struct verification *v, struct err *err);

/* What can be judged of the recorded answers says the same as the checks; each case has left its exchanges; the names that
 * were made up for this run came back in its answers; no secret was left behind. */
void verify_evidence(struct verification *v);

#endif
