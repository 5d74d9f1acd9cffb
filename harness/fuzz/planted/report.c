/* report FILE [EXECUTIONS] - what the canaries of a campaign say (log.h), up to so many executions, as one
 * JSON object. */
#include "fuzz/planted/log.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static bool read_log(const char *path, struct planted_log *log)
{
    FILE *file = fopen(path, "rb");
    bool whole = file && fread(log, sizeof *log, 1, file) == 1;
    if (file)
        fclose(file);
    return whole && log->version == PLANTED_LOG_VERSION && log->count <= PLANTED_BUGS_MAX;
}

static void add_number(cJSON *to, const char *name, uint64_t number)
{
    cJSON_AddNumberToObject(to, name, (double)number);
}

static cJSON *bugs_of(const struct planted_log *log, uint64_t executions)
{
    cJSON *bugs = cJSON_CreateArray();
    for (uint64_t i = 0; i < log->count; i++) {
        const struct planted_slot *s = &log->slots[i];
        cJSON *bug = cJSON_CreateObject();
        cJSON_AddStringToObject(bug, "name", s->name);
        bool reached = s->first_reached && s->first_reached <= executions;
        bool triggered = s->first_triggered && s->first_triggered <= executions;
        cJSON_AddBoolToObject(bug, "reached", reached);
        if (triggered)
            add_number(bug, "triggeredAt", s->first_triggered);
        cJSON_AddItemToArray(bugs, bug);
    }
    return bugs;
}

int main(int argc, char **argv)
{
    static struct planted_log log;
    if (argc < 2 || !read_log(argv[1], &log)) {
        fprintf(stderr, "usage: report FILE [EXECUTIONS], a file that PLANTED_LOG named\n");
        return 2;
    }
    cJSON *out = cJSON_CreateObject();
    add_number(out, "executions", log.executions);
    add_number(out, "executionsAccepted", log.executions_accepted);
    add_number(out, "bodies", log.bodies);
    add_number(out, "valid", log.valid);
    add_number(out, "puts", log.puts);
    add_number(out, "putsAccepted", log.puts_accepted);
    add_number(out, "writes", log.writes);
    add_number(out, "writesAccepted", log.writes_accepted);
    cJSON_AddItemToObject(out, "bugs",
                          bugs_of(&log, argc > 2 ? strtoull(argv[2], NULL, 10) : UINT64_MAX));
    char *text = cJSON_PrintUnformatted(out);
    puts(text);
    cJSON_free(text);
    cJSON_Delete(out);
    return 0;
}
