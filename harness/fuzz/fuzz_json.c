/* The strict JSON checker: what it passes is read, printed and read again as the same value; what it
 * refuses is refused with a place inside the text. */
#include "base/json.h"
#include "fuzz/fuzz.h"

#include <string.h>

static void hold_printed(const cJSON *tree, bool pretty)
{
    struct json_problem problem;
    char *text = json_print(tree, pretty);
    cJSON *again = json_read(bytes_of(text), NULL, &problem);
    must(again, "what is printed is no JSON: %s: %s", problem.text, text);
    must(json_equal(tree, again), "what is printed is another value: %s", text);
    cJSON_Delete(again);
    free(text);
}

static void hold_places(struct bytes text, const cJSON *tree)
{
    struct bytes value;
    size_t line, column;
    must(json_find(text, "", &value), "the whole is not found");
    must(json_where(text, "", &line, &column) && line && column, "the whole has no place");
    const cJSON *child = tree->child;
    if (cJSON_IsArray(tree) && child)
        must(json_find(text, "/0", &value) && value.len && value.ptr > text.ptr &&
                 value.ptr + value.len < text.ptr + text.len,
             "the first item is not found");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes text = {(const char *)data, size};
    struct json_problem problem = {.fault = JSON_FINE};
    bool fine = json_check(text, NULL, &problem);
    cJSON *tree = json_read(text, NULL, NULL);
    must(fine == (tree != NULL), "checked and read differ");
    must(fine == (problem.fault == JSON_FINE), "a fault of what is fine, or none of what is not");
    must(fine || problem.offset <= size, "a fault at %zu of %zu", problem.offset, size);
    if (tree) {
        hold_printed(tree, false);
        hold_printed(tree, true);
        hold_places(text, tree);
    }
    cJSON_Delete(tree);
    return 0;
}
