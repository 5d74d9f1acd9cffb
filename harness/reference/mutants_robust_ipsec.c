/* Mutants of the robust clauses: ipsec strings that a number was expected in. */
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"
#include "reference/mutants_robust_tools.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ipsec {
    bool (*is)(const char *text);      /* the value sent */
    char *(*as)(const char *text);     /* what becomes of it, to free() */
    const char *member;                /* NULL: of the two that look like numbers */
    bool (*when)(const struct call *); /* NULL: always */
};

static const char *const numbers[] = {"saDataSizeKilobytes", "saLifeTimeSeconds"};

static bool is_digits(const char *text)
{
    return *text && strspn(text, "0123456789") == strlen(text);
}

/* Digits of a number that is not below `limit`, which is digits too. */
static bool reaches(const char *text, const char *limit)
{
    if (!is_digits(text))
        return false;
    text += strspn(text, "0");
    size_t len = strlen(text), most = strlen(limit);
    return len > most || (len == most && strcmp(text, limit) >= 0);
}

static bool is_negative(const char *text)
{
    return *text == '-';
}

static bool is_zero(const char *text)
{
    return strcmp(text, "0") == 0;
}

static bool is_beyond_31(const char *text)
{
    return reaches(text, "2147483648");
}

static bool is_beyond_32(const char *text)
{
    return reaches(text, "4294967296");
}

static bool is_beyond_63(const char *text)
{
    return reaches(text, "9223372036854775808");
}

static bool is_beyond_64(const char *text)
{
    return reaches(text, "18446744073709551616");
}

static bool is_decimal(const char *text)
{
    return strchr(text, '.') && strspn(text, "-0123456789.") == strlen(text);
}

static bool has_spaces(const char *text)
{
    return strchr(text, ' ') != NULL;
}

static bool is_1_mib(const char *text)
{
    return strlen(text) >= (size_t)1 << 20;
}

/* --- what becomes of it --- */

static char *wrapped(const char *text)
{
    return mem_format("%d", (int)(unsigned)strtoull(text, NULL, 10));
}

static char *clamped(const char *text)
{
    (void)text;
    return mem_string("9223372036854775807");
}

static char *as_float(const char *text)
{
    return mem_format("%.6g", strtod(text, NULL));
}

static char *positive(const char *text)
{
    return mem_string(text + 1);
}

static char *whole(const char *text)
{
    return mem_copy(text, strcspn(text, "."));
}

static char *trimmed(const char *text)
{
    text += strspn(text, " ");
    size_t len = strlen(text);
    while (len && text[len - 1] == ' ')
        len--;
    return mem_copy(text, len);
}

static char *cut(const char *text)
{
    return mem_copy(text, strnlen(text, 65535));
}

static char *by_default(const char *text)
{
    (void)text;
    return mem_string("3600");
}

/* --- hooks --- */

static const char *sent_as(const struct call *c, const char *member)
{
    char *pointer = mem_format("/properties/ipsecParameters/%s", member);
    const cJSON *value = c->sent ? pointer_get(c->sent, pointer) : NULL;
    free(pointer);
    return cJSON_GetStringValue(value);
}

static bool has(const struct call *c, const char *member)
{
    const struct ipsec *p = c->data;
    const char *text = sent_as(c, member);
    return text && p->is(text);
}

static bool meant(const struct call *c)
{
    const struct ipsec *p = c->data;
    if (!harm_on_connection(c) || (p->when && !p->when(c)))
        return false;
    return p->member ? has(c, p->member) : has(c, numbers[0]) || has(c, numbers[1]);
}

static bool unstored(struct call *c)
{
    return !meant(c);
}

static void fail(struct call *c)
{
    if (meant(c))
        harm_status_as(c, 500, "input string was not in a correct format");
}

static void drop(struct call *c, struct response *rs)
{
    if (meant(c))
        harm_gone(rs, DROPPED);
}

static void hold(struct call *c, struct response *rs)
{
    if (meant(c))
        harm_gone(rs, TIMED_OUT);
}

static void die(struct call *c)
{
    if (meant(c))
        _exit(HARM_EXIT);
}

static void alter_one(struct call *c, const char *member)
{
    const struct ipsec *p = c->data;
    if (!has(c, member))
        return;
    char *pointer = mem_format("/properties/ipsecParameters/%s", member);
    char *text = p->as(sent_as(c, member));
    tool_set(c->after, pointer, text);
    free(text);
    free(pointer);
}

static bool alter(struct call *c)
{
    const struct ipsec *p = c->data;
    if (!c->after || !meant(c))
        return true;
    if (p->member) {
        alter_one(c, p->member);
    } else {
        alter_one(c, numbers[0]);
        alter_one(c, numbers[1]);
    }
    return true;
}

/* clang-format off */
#define FAIL {.on_store = unstored, .on_answer = fail}
#define DROP {.on_store = unstored, .on_text = drop}
#define HOLD {.on_store = unstored, .on_text = hold}
#define DIE {.on_answer = die}
#define ALTER {.on_store = alter}
/* clang-format on */
#define OF(...) (&(const struct ipsec){.is = __VA_ARGS__})
#define ROW(name_, says_, rare_, seam_, data_)                                                     \
    {                                                                                              \
        .name = name_, .clause = "ROB-06", .says = says_, .rare = rare_, .seam = seam_,            \
        .data = data_                                                                              \
    }

static const struct mutant table[] = {
    ROW("ipsec-negative-500", "answers 500 to a negative ipsec string", false, FAIL,
        OF(is_negative)),
    ROW("ipsec-beyond-31-bits-500", "answers 500 to an ipsec string of 2^31 or more", false, FAIL,
        OF(is_beyond_31)),
    ROW("ipsec-beyond-63-bits-500", "answers 500 to an ipsec string of 2^63 or more", true, FAIL,
        OF(is_beyond_63)),
    ROW("ipsec-beyond-64-bits-patch-500", "answers 500 to an ipsec string of 2^64 in a PATCH", true,
        FAIL, OF(is_beyond_64, .when = is_patch)),
    ROW("ipsec-life-time-decimal-500", "answers 500 to a saLifeTimeSeconds with a decimal point",
        true, FAIL, OF(is_decimal, .member = "saLifeTimeSeconds")),
    ROW("ipsec-zero-dies", "dies of a saDataSizeKilobytes of zero", true, DIE,
        OF(is_zero, .member = "saDataSizeKilobytes")),
    ROW("ipsec-spaces-dropped", "closes the connection on spaces in an ipsec string", true, DROP,
        OF(has_spaces)),
    ROW("ipsec-negative-group-500", "answers 500 to a negative pfsGroup", true, FAIL,
        OF(is_negative, .member = "pfsGroup")),
    ROW("ipsec-1-mib-500", "answers 500 to an ipsec string of 1 MiB", false, FAIL, OF(is_1_mib)),
    ROW("ipsec-1-mib-held", "never answers an encryptionType of 1 MiB", true, HOLD,
        OF(is_1_mib, .member = "encryptionType")),
    ROW("ipsec-1-mib-cut", "cuts an ipsec string of 1 MiB after 65,535 bytes", false, ALTER,
        OF(is_1_mib, cut)),
    ROW("ipsec-wrapped", "stores an ipsec string of 2^31 or more as what 32 bits hold", false,
        ALTER, OF(is_beyond_31, wrapped)),
    ROW("ipsec-2-32-wrapped", "stores a saDataSizeKilobytes of 2^32 or more as what 32 bits hold",
        true, ALTER, OF(is_beyond_32, wrapped, .member = "saDataSizeKilobytes")),
    ROW("ipsec-clamped", "stores an ipsec string of 2^63 or more as 2^63-1", true, ALTER,
        OF(is_beyond_63, clamped)),
    ROW("ipsec-as-float", "stores an ipsec string of 2^64 or more with an exponent", true, ALTER,
        OF(is_beyond_64, as_float)),
    ROW("ipsec-minus-lost", "loses the minus of an ipsec string", true, ALTER,
        OF(is_negative, positive)),
    ROW("ipsec-decimals-lost", "loses the decimals of an ipsec string", true, ALTER,
        OF(is_decimal, whole)),
    ROW("ipsec-spaces-trimmed", "trims the spaces of an ipsec string", false, ALTER,
        OF(has_spaces, trimmed)),
    ROW("ipsec-zero-replaced", "stores 3600 for a saLifeTimeSeconds of zero", true, ALTER,
        OF(is_zero, by_default, .member = "saLifeTimeSeconds")),
};

const struct mutant *mutants_robust_ipsec(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
