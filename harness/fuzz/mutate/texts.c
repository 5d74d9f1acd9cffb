#include "fuzz/mutate/job.h"

#define PICK(j, list) (list)[dice_below(&(j)->dice, sizeof(list) / sizeof *(list))]

struct text text_fresh(struct job *j)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.";
    if (dice_percent(&j->dice, 12))
        return text_odd(j);
    if (dice_percent(&j->dice, 3))
        return text_long(j);
    size_t len = 1 + dice_below(&j->dice, 9);
    char *out = arena_bytes(j->arena, len);
    if (!out)
        return TEXT("x");
    for (size_t i = 0; i < len; i++)
        out[i] = letters[dice_below(&j->dice, sizeof letters - 1)];
    return (struct text){out, len};
}

/* The bytes of a value that may be cut or changed without an escape or a character being cut. */
static bool is_plain(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (t.ptr[i] == '\\' || (unsigned char)t.ptr[i] >= 0x80)
            return false;
    return true;
}

static char other_case(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? (char)(c ^ 0x20) : c;
}

static struct text changed(struct job *j, struct text value)
{
    char *out = arena_bytes(j->arena, value.len);
    if (!out)
        return value;
    memcpy(out, value.ptr, value.len);
    size_t at = dice_below(&j->dice, value.len);
    unsigned how = dice_below(&j->dice, 5);
    for (size_t i = 0; i < value.len; i++) {
        bool here = how == 0 ? i == at : how == 1 ? i == 0 : how == 2;
        out[i] = here ? other_case(out[i]) : out[i];
    }
    if (how == 3)
        out[at] = out[at] == 'x' ? 'y' : 'x';
    if (how == 4) {
        char last = out[value.len - 1];
        out[value.len - 1] = last >= '0' && last < '9' ? (char)(last + 1) : 'Z';
    }
    return (struct text){out, value.len};
}

struct text text_near(struct job *j, struct text value)
{
    static const struct text ends[] = {TEXT(" "),       TEXT("\\u0000"), TEXT("0"),   TEXT("\\t"),
                                       TEXT("\\u00a0"), TEXT("\\n"),     TEXT("%00"), TEXT("/"),
                                       TEXT("\\u200b"), TEXT("."),       TEXT("s"),   TEXT("-")};
    if (!value.len || !is_plain(value))
        return text_fresh(j);
    switch (dice_below(&j->dice, 8)) {
    case 0:
        return arena_text(j->arena, value, PICK(j, ends));
    case 1:
        return arena_text(j->arena, PICK(j, ends), value);
    case 2:
        return (struct text){value.ptr, value.len - 1};
    case 3:
        return (struct text){value.ptr + 1, value.len - 1};
    case 4:
        return (struct text){value.ptr, dice_below(&j->dice, value.len)};
    case 5:
        return arena_text(j->arena, value, value);
    default:
        return changed(j, value);
    }
}

/* Powers of two, most of them small, and one less and one more: where buffers end. */
static size_t long_length(struct job *j)
{
    static const int around[] = {-2, -1, 0, 0, 1, 2};
    unsigned power = 4 + dice_below(&j->dice, 6);
    if (dice_percent(&j->dice, 12))
        power = 10 + dice_below(&j->dice, 3);
    if (dice_percent(&j->dice, 1))
        power = 13 + dice_below(&j->dice, 4);
    return ((size_t)1 << power) + (size_t)PICK(j, around);
}

struct text text_long(struct job *j)
{
    static const struct text units[] = {TEXT("a"),  TEXT("A"),        TEXT("0"),
                                        TEXT("9"),  TEXT("\xC3\xA9"), TEXT("\\n"),
                                        TEXT("%s"), TEXT("\\u0061"),  TEXT("\xF0\x9F\x98\x80"),
                                        TEXT(" "),  TEXT("./")};
    struct text unit = dice_percent(&j->dice, 70) ? units[0] : PICK(j, units);
    size_t count = long_length(j);
    char *out = arena_bytes(j->arena, count * unit.len);
    if (!out)
        return TEXT("long");
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * unit.len, unit.ptr, unit.len);
    return (struct text){out, count * unit.len};
}

struct text text_odd(struct job *j)
{
    static const struct text all[] = {TEXT(""),
                                      TEXT(" "),
                                      TEXT("\\u0000"),
                                      TEXT("a\\u0000b"),
                                      TEXT("\\u0001"),
                                      TEXT("\\u001f"),
                                      TEXT("\\u007f"),
                                      TEXT("\\u0080"),
                                      TEXT("\\ud83d\\ude00"),
                                      TEXT("\\uFEFFx"),
                                      TEXT("\\uffff"),
                                      TEXT("\\u00e9"),
                                      TEXT("e\\u0301"),
                                      TEXT("\xC3\xA9"),
                                      TEXT("\xE2\x82\xAC"),
                                      TEXT("\xF0\x9F\x98\x80"),
                                      TEXT("\xF4\x8F\xBF\xBF"),
                                      TEXT("\\\""),
                                      TEXT("\\\\"),
                                      TEXT("\\/"),
                                      TEXT("\\b\\f\\n\\r\\t"),
                                      TEXT("\\r\\nX: y"),
                                      TEXT("%n%s%p"),
                                      TEXT("%2e%2e%2f"),
                                      TEXT("../../x"),
                                      TEXT("<script>"),
                                      TEXT("' OR 1=1--"),
                                      TEXT("${7*7}"),
                                      TEXT("null"),
                                      TEXT("true"),
                                      TEXT("0"),
                                      TEXT("-1"),
                                      TEXT("__proto__"),
                                      TEXT("constructor"),
                                      TEXT("\\u202e"),
                                      TEXT("\\u2028"),
                                      TEXT("*"),
                                      TEXT("W/\\\"x\\\""),
                                      TEXT("\\u0130"),
                                      TEXT("\\u017f"),
                                      TEXT("{}"),
                                      TEXT("[]"),
                                      TEXT("a/b"),
                                      TEXT("a~b"),
                                      TEXT("~1"),
                                      TEXT("A\xCC\x88"),
                                      TEXT("\\ud800\\udc00"),
                                      TEXT("\\udbff\\udfff")};
    return PICK(j, all);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* At the bounds of integers and of what sizes and times may be, and what is spelled oddly. */
static const struct text bounds[] = {TEXT("0"),
                                     TEXT("1"),
                                     TEXT("-1"),
                                     TEXT("00"),
                                     TEXT("01"),
                                     TEXT("-0"),
                                     TEXT("+1"),
                                     TEXT("1 "),
                                     TEXT(" 1"),
                                     TEXT("1.0"),
                                     TEXT("1e3"),
                                     TEXT("0x10"),
                                     TEXT("127"),
                                     TEXT("128"),
                                     TEXT("255"),
                                     TEXT("256"),
                                     TEXT("299"),
                                     TEXT("300"),
                                     TEXT("301"),
                                     TEXT("1023"),
                                     TEXT("1024"),
                                     TEXT("1025"),
                                     TEXT("32767"),
                                     TEXT("32768"),
                                     TEXT("65535"),
                                     TEXT("65536"),
                                     TEXT("172799"),
                                     TEXT("172800"),
                                     TEXT("172801"),
                                     TEXT("2147483647"),
                                     TEXT("2147483648"),
                                     TEXT("2147483649"),
                                     TEXT("4294967295"),
                                     TEXT("4294967296"),
                                     TEXT("9007199254740991"),
                                     TEXT("9007199254740992"),
                                     TEXT("9007199254740993"),
                                     TEXT("9223372036854775807"),
                                     TEXT("9223372036854775808"),
                                     TEXT("18446744073709551615"),
                                     TEXT("18446744073709551616"),
                                     TEXT("-2147483648"),
                                     TEXT("-2147483649"),
                                     TEXT("-9223372036854775808"),
                                     TEXT("99999999999999999999999999"),
                                     TEXT("1e400"),
                                     TEXT("NaN"),
                                     TEXT("1_000"),
                                     TEXT("1,000"),
                                     TEXT("")};

struct text text_digits(struct job *j, struct text value)
{
    size_t from = 0, to;
    if (!is_plain(value)) /* or those of an escape would be changed */
        return PICK(j, bounds);
    while (from < value.len && !is_digit(value.ptr[from]))
        from++;
    for (to = from; to < value.len && is_digit(value.ptr[to]);)
        to++;
    if (from == to)
        return PICK(j, bounds);
    if (from || to < value.len || dice_percent(&j->dice, 60)) /* the first number in the text */
        return arena_text(j->arena,
                          arena_text(j->arena, (struct text){value.ptr, from}, PICK(j, bounds)),
                          (struct text){value.ptr + to, value.len - to});
    char *out = arena_bytes(j->arena, value.len);
    if (!out)
        return value;
    memcpy(out, value.ptr, value.len);
    out[dice_below(&j->dice, value.len)] = (char)('0' + dice_below(&j->dice, 10));
    return dice_percent(&j->dice, 30)
               ? arena_text(j->arena, (struct text){out, value.len}, TEXT("0"))
               : (struct text){out, value.len};
}

struct text text_respelled(struct job *j, struct text value)
{
    static const char hex[] = "0123456789abcdef";
    if (!value.len || !is_plain(value))
        return value;
    size_t at = dice_below(&j->dice, value.len), len = value.len + 5;
    bool all = value.len < 64 && dice_percent(&j->dice, 10);
    char *out = arena_bytes(j->arena, all ? value.len * 6 : len), *end = out;
    if (!out)
        return value;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (!all && i != at) {
            *end++ = (char)c;
            continue;
        }
        memcpy(end, "\\u00", 4);
        end[4] = hex[c >> 4];
        end[5] = hex[c & 15];
        end += 6;
    }
    return (struct text){out, (size_t)(end - out)};
}

struct text text_number(struct job *j)
{
    static const struct text all[] = {TEXT("0"),
                                      TEXT("-0"),
                                      TEXT("1"),
                                      TEXT("-1"),
                                      TEXT("0.5"),
                                      TEXT("1e3"),
                                      TEXT("1E+2"),
                                      TEXT("1e-7"),
                                      TEXT("127"),
                                      TEXT("256"),
                                      TEXT("65536"),
                                      TEXT("2147483647"),
                                      TEXT("2147483648"),
                                      TEXT("-2147483649"),
                                      TEXT("4294967296"),
                                      TEXT("9007199254740992"),
                                      TEXT("9007199254740993"),
                                      TEXT("9223372036854775807"),
                                      TEXT("9223372036854775808"),
                                      TEXT("-9223372036854775809"),
                                      TEXT("18446744073709551616"),
                                      TEXT("1e308"),
                                      TEXT("-1e308"),
                                      TEXT("1e-400"),
                                      TEXT("0.1"),
                                      TEXT("123456789012345678901234567890"),
                                      TEXT("3.141592653589793238462643383279"),
                                      TEXT("0e0"),
                                      TEXT("1.7976931348623157e308")};
    if (dice_percent(&j->dice, 85))
        return PICK(j, all);
    size_t len = 40 + dice_below(&j->dice, 60);
    len = dice_percent(&j->dice, 40) ? 60 + dice_below(&j->dice, 8)
                                     : len; /* where numbers are copied to 64 bytes */
    char *out = arena_bytes(j->arena, len);
    if (!out)
        return TEXT("9");
    for (size_t i = 0; i < len; i++)
        out[i] = (char)('1' + dice_below(&j->dice, 9));
    return (struct text){out, len};
}
