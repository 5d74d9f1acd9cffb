#include "reference/mutants_history.h"

#include <string.h>

bool history_writes(const struct call *c)
{
    return history_of_connection(c) && (is_put(c) || is_patch(c));
}

bool history_refused(struct call *c)
{
    if (history_writes(c))
        rule_keep(c, "refused", c->after ? cJSON_Duplicate(c->after, true) : cJSON_CreateObject());
    return false;
}

bool history_stored(struct call *c)
{
    if (history_writes(c)) {
        rule_keep(c, "refused", NULL);
        rule_keep(c, "deleted", NULL);
    }
    if (is_delete(c)) {
        rule_keep(c, "deleted", cJSON_CreateTrue());
        rule_keep(c, "set", NULL);
    }
    if (is_key_put(c))
        rule_keep(c, "set", cJSON_CreateTrue());
    return true;
}

bool history_was(const struct call *c, const char *word)
{
    return c->uri.name && rule_kept(c, word);
}

void history_say(struct call *c, const char *word)
{
    cJSON *names = cJSON_GetObjectItemCaseSensitive(c->memory, word);
    if (!names)
        names = cJSON_AddObjectToObject(c->memory, word);
    tool_put(names, c->uri.name, cJSON_CreateNumber((double)c->serial));
}

static const cJSON *said(const struct call *c, const char *word)
{
    const cJSON *names = cJSON_GetObjectItemCaseSensitive(c->memory, word);
    return names ? names->child : NULL;
}

static bool begins(const char *name, const char *with)
{
    return strncmp(name, with, strlen(with)) == 0 && strcmp(name, with) != 0;
}

double history_said(const struct call *c, const char *word, const char *name)
{
    for (const cJSON *one = said(c, word); one; one = one->next)
        if (strcmp(one->string, name) == 0)
            return one->valuedouble;
    return 0;
}

double history_said_of_shorter(const struct call *c, const char *word, const char *name)
{
    double last = 0;
    for (const cJSON *one = said(c, word); one; one = one->next)
        if (begins(name, one->string) && one->valuedouble > last)
            last = one->valuedouble;
    return last;
}

double history_said_of_longer(const struct call *c, const char *word, const char *name)
{
    double last = 0;
    for (const cJSON *one = said(c, word); one; one = one->next)
        if (begins(one->string, name) && one->valuedouble > last)
            last = one->valuedouble;
    return last;
}

bool history_say_written(struct call *c)
{
    if (history_writes(c))
        history_say(c, "written");
    if (is_delete(c))
        history_say(c, "gone");
    return true;
}

bool history_of_connection(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && c->uri.name;
}

bool history_has_dot(const struct call *c)
{
    return history_of_connection(c) && strchr(c->uri.name, '.');
}
