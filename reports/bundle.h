/* bundle.h - the files of a certificate, and the list of their digests that sha256sum -c reads too. */
#ifndef REPORTS_BUNDLE_H
#define REPORTS_BUNDLE_H

#include "base/buf.h"
#include "base/err.h"

#define BUNDLE_MANIFEST "manifest.sha256"
#define BUNDLE_ATTESTATION "attestation.dsse.json"
#define BUNDLE_RESULTS "results.jsonl"
#define BUNDLE_JUNIT "junit.xml"
#define BUNDLE_HAR "exchanges.har"
#define BUNDLE_PRODUCT "product.json"

/* What the manifest lists, in its order; the attestation holds their digests again, and is signed. */
extern const char *const bundle_files[4];

#define BUNDLE_TYPE "application/vnd.in-toto+json"
#define BUNDLE_STATEMENT "https://in-toto.io/Statement/v1"
#define BUNDLE_PREDICATE "https://in-toto.io/attestation/test-result/v0.1"

/* SHA-256 of a file's bytes, in hexadecimal. */
int bundle_digest(const char *dir, const char *name, char hex[65], struct err *err);

#endif
