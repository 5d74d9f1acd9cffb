/* members.h - the members of a PUT body that the page names, looked up by name one after the other, as
 * every plain implementation does it. For the built-in parsers; an adapter of yours need not use it. */
#ifndef FUZZ_PARSERS_MEMBERS_H
#define FUZZ_PARSERS_MEMBERS_H

#include "fuzz/adapter.h"

#include <stdlib.h>
#include <string.h>

#define MEMBERS_DEPTH 3
typedef const char *members_path[MEMBERS_DEPTH + 1];

static const members_path members_page[] = {
    {"name"},
    {"location"},
    {"tags"},
    {"properties"},
    {"properties", "gateway1"},
    {"properties", "gateway1", "name"},
    {"properties", "gateway2"},
    {"properties", "gateway2", "name"},
    {"properties", "connectionType"},
    {"properties", "connectivityState"},
    {"properties", "ipsecParameters"},
    {"properties", "ipsecParameters", "encryptionType"},
    {"properties", "ipsecParameters", "pfsGroup"},
    {"properties", "ipsecParameters", "saDataSizeKilobytes"},
    {"properties", "ipsecParameters", "saLifeTimeSeconds"},
    {"properties", "ipsecParameters", "hashAlgorithm"},
};

static inline struct connspec_text members_text(const char *text)
{
    return (struct connspec_text){text, text ? strlen(text) : 0};
}

/* `find` gives a member of an object, NULL where there is none and of anything that is no object. */
typedef void *members_find(void *value, const char *name);
typedef void members_tell(struct connspec_sink *sink, const char *pointer, void *value);

static inline void members_read(void *root, members_find *find, members_tell *tell,
                                struct connspec_sink *sink)
{
    for (size_t i = 0; i < sizeof members_page / sizeof *members_page; i++) {
        char pointer[128];
        size_t len = 0;
        void *value = root;
        for (const char *const *part = members_page[i]; *part && value; part++) {
            size_t more = strlen(*part);
            pointer[len++] = '/';
            memcpy(pointer + len, *part, more + 1);
            len += more;
            value = find(value, *part);
        }
        if (value)
            tell(sink, pointer, value);
    }
}

/* One tag: "/tags/KEY", the key escaped as a pointer wants it. */
static inline void members_tag(struct connspec_sink *sink, const char *key, enum connspec_kind kind,
                               struct connspec_text text)
{
    size_t len = 0;
    char *pointer = malloc(2 * strlen(key) + sizeof "/tags/");
    if (!pointer)
        return;
    memcpy(pointer, "/tags/", 6);
    for (len = 6; *key; key++) {
        bool escaped = *key == '~' || *key == '/';
        if (escaped)
            pointer[len++] = '~';
        pointer[len++] = (char)(!escaped ? *key : *key == '~' ? '0' : '1');
    }
    sink->member(sink, (struct connspec_text){pointer, len}, kind, text);
    free(pointer);
}

#endif
