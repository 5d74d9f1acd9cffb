#include "reports/html.h"
#include "reports/line.h"

#include <string.h>

/* A level holds those before it; robust stands apart. */
static bool covers(const char *certified, enum level level)
{
    enum level own;
    if (strcmp(certified, "all") == 0)
        return true;
    if (!level_parse(certified, &own))
        return false;
    return own == level || (own != LEVEL_ROBUST && level < own);
}

const char *verdict_doubt(const struct results *r)
{
    const char *level = line_text(r->verdict, "level");
    const char *asked = strcmp(line_text(r->verdict, "outcome"), "certified") == 0
                            ? line_text(r->verdict, "asked")
                            : "";
    for (size_t i = 0; i < r->check_count; i++) {
        const cJSON *check = r->checks[i];
        bool stands = line_status(check) != STATUS_FAIL ||
                      (!covers(level, line_level(check)) && !covers(asked, line_level(check)));
        if (!stands)
            return "These results contradict themselves: a level is called certified, and a check "
                   "of it failed.";
    }
    return NULL;
}
