/* report [--table] FILE [EXECUTIONS] - what the canaries of a campaign say (log.h), up to so many
 * executions, as one JSON object; as a table: what there is, bug by bug. */
#include "fuzz/planted/log.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void print_table(const struct planted_log *log)
{
    printf("%-28s %12s %12s %12s %12s\n", "bug", "reached", "at", "triggered", "at");
    for (uint64_t i = 0; i < log->count; i++) {
        const struct planted_slot *s = &log->slots[i];
        printf("%-28.*s %12" PRIu64 " %12" PRIu64 " %12" PRIu64 " %12" PRIu64 "\n",
               PLANTED_NAME_MAX, s->name, s->reached, s->first_reached, s->triggered,
               s->first_triggered);
    }
    printf("%" PRIu64 " inputs, %" PRIu64 " with an accepted write; %" PRIu64 " bodies, %" PRIu64
           " JSON; %" PRIu64 " PUTs, %" PRIu64 " accepted; %" PRIu64 " writes, %" PRIu64
           " accepted\n",
           log->executions, log->executions_accepted, log->bodies, log->valid, log->puts,
           log->puts_accepted, log->writes, log->writes_accepted);
}

int main(int argc, char **argv)
{
    static struct planted_log log;
    bool table = argc > 1 && strcmp(argv[1], "--table") == 0;
    argc -= table;
    argv += table;
    if (argc < 2 || !read_log(argv[1], &log)) {
        fprintf(stderr,
                "usage: report [--table] FILE [EXECUTIONS], a file that PLANTED_LOG named\n");
        return 2;
    }
    if (table) {
        print_table(&log);
        return 0;
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
