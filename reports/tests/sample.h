/* sample.h - results made of text, for the tests of the reports. */
#ifndef REPORTS_TESTS_SAMPLE_H
#define REPORTS_TESTS_SAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "contract/contract.h"
#include "reports/results.h"

#define HEAD                                                                                       \
    "{\"type\":\"head\",\"schema\":1,\"tool\":{\"name\":\"connspec\",\"version\":\"0.1.0\"},"      \
    "\"run\":\"k3f9a2\",\"started\":\"2026-03-01T09:30:00Z\",\"target\":\"http://"                 \
    "127.0.0.1:8080\","                                                                            \
    "\"apiVersion\":\"2015-05-01-preview\",\"level\":\"core\",\"suite\":{\"digest\":\"aa\"},"      \
    "\"contract\":{\"digest\":\"bb\"}}\n"

#define VERDICT(level, outcome, clauses)                                                           \
    "{\"type\":\"verdict\",\"level\":" level ",\"asked\":\"core\",\"outcome\":\"" outcome          \
    "\",\"clauses\":[" clauses "],\"reasons\":[],\"interrupted\":false,\"seconds\":1.5}\n"

static inline void sample_write(char path[64], struct bytes text)
{
    snprintf(path, 64, "/tmp/connspec-report-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text.ptr, text.len), (ssize_t)text.len);
    close(fd);
}

/* Reads the text as a file of results; NULL and err where that is refused. */
static inline struct results *sample_read(struct bytes text, struct err *err)
{
    char path[64];
    struct results *r = NULL;
    sample_write(path, text);
    if (results_read(&r, path, false, err))
        r = NULL;
    unlink(path);
    return r;
}

static inline struct results *sample(const char *text)
{
    struct err err = {0};
    struct results *r = sample_read(bytes_of(text), &err);
    if (!r)
        fail_msg("%s", err.text);
    return r;
}

static struct clause sample_clauses[] = {
    {"CORE-01", LEVEL_CORE, true, "PUT creates the connection: 200", "page, Response"},
    {"CORE-05", LEVEL_CORE, true, "PUT naming a gateway1 that does not exist: 400", "page, Errors"},
    {"CORE-13", LEVEL_CORE, false, "the state is the one sent", "page"},
    {"FAM-05", LEVEL_FAMILY, true, "GET of the shared key: 200", "family"},
};
static const struct contract sample_contract = {.clauses = {sample_clauses, 4}, .digest = "bb"};

#endif
