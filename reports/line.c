#include "reports/line.h"

#include <string.h>

const cJSON *line_member(const cJSON *line, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(line, name);
}

const char *line_text(const cJSON *line, const char *name)
{
    const char *text = cJSON_GetStringValue(line_member(line, name));
    return text ? text : "";
}

bool line_has(const cJSON *line, const char *name)
{
    return *line_text(line, name) != '\0';
}

double line_real(const cJSON *line, const char *name)
{
    const cJSON *member = line_member(line, name);
    return cJSON_IsNumber(member) ? member->valuedouble : 0;
}

unsigned line_number(const cJSON *line, const char *name)
{
    double number = line_real(line, name);
    return number >= 1 && number <= 4294967295.0 ? (unsigned)number : 0;
}

enum status line_status(const cJSON *check)
{
    enum status status = STATUS_NOT_RUN;
    status_parse(line_text(check, "status"), &status);
    return status;
}

enum level line_level(const cJSON *check)
{
    enum level level = LEVEL_CORE;
    level_parse(line_text(check, "level"), &level);
    return level;
}

bool line_is_must(const cJSON *check)
{
    return strcmp(line_text(check, "strength"), "must") == 0;
}
