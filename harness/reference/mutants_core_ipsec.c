/* Mutants of the core clauses: ipsecParameters. */
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool updates_site_to_site(const struct call *c)
{
    return is_update(c) && is_site_to_site(c);
}

static bool patches_site_to_site(const struct call *c)
{
    return is_patch(c) && is_site_to_site(c);
}

static bool has_no_group(const struct call *c)
{
    return strcmp(tool_text(c->sent, "/properties/ipsecParameters/pfsGroup"), "None") == 0;
}

static bool has_other_encryption(const struct call *c)
{
    const char *text = tool_text(c->sent, "/properties/ipsecParameters/encryptionType");
    return *text && strncmp(text, "AES", 3) != 0 && strcmp(text, "DES3") != 0;
}

static bool is_all_digits(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == '\0';
}

static cJSON *ipsec_of(const struct call *c, const cJSON *root)
{
    return tool_twists(c) && root ? pointer_get(root, "/properties/ipsecParameters") : NULL;
}

static void make_number(cJSON *ipsec, const char *member)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(ipsec, member));
    if (!text || !is_all_digits(text))
        return;
    size_t zeros = strspn(text, "0");
    cJSON *number = cJSON_CreateRaw(text + (text[zeros] ? zeros : zeros - 1));
    tool_put(ipsec, member, number);
}

static void answer_numbers(struct call *c)
{
    cJSON *ipsec = tool_shows(c) ? ipsec_of(c, c->answer.body) : NULL;
    if (!ipsec)
        return;
    make_number(ipsec, "saDataSizeKilobytes");
    make_number(ipsec, "saLifeTimeSeconds");
}

static void answer_number(struct call *c)
{
    cJSON *ipsec = tool_shows(c) ? ipsec_of(c, c->answer.body) : NULL;
    if (ipsec)
        make_number(ipsec, "saLifeTimeSeconds");
}

static void answer_flat(struct call *c)
{
    cJSON *ipsec = tool_shows(c) ? ipsec_of(c, c->answer.body) : NULL;
    cJSON *properties = cJSON_GetObjectItemCaseSensitive(c->answer.body, "properties");
    while (ipsec && ipsec->child) {
        cJSON *item = cJSON_DetachItemViaPointer(ipsec, ipsec->child);
        tool_put(properties, item->string, cJSON_Duplicate(item, true));
        cJSON_Delete(item);
    }
    if (ipsec)
        cJSON_DeleteItemFromObjectCaseSensitive(properties, "ipsecParameters");
}

/* As a number of 32 bits that went through and back. */
static bool store_number(struct call *c, const char *pointer, unsigned long max)
{
    const char *text = ipsec_of(c, c->after) ? tool_text(c->after, pointer) : "";
    if (is_all_digits(text) && strlen(text) < 19) {
        char number[24];
        unsigned long value = strtoul(text, NULL, 10);
        snprintf(number, sizeof number, "%lu", value > max ? max : value);
        tool_set(c->after, pointer, number);
    }
    return true;
}

static bool store_clamped_size(struct call *c)
{
    return store_number(c, "/properties/ipsecParameters/saDataSizeKilobytes", 2147483647);
}

static bool store_plain_life_time(struct call *c)
{
    return store_number(c, "/properties/ipsecParameters/saLifeTimeSeconds", (unsigned long)-1);
}

static bool store_swapped_numbers(struct call *c)
{
    static const char size[] = "/properties/ipsecParameters/saDataSizeKilobytes";
    static const char time[] = "/properties/ipsecParameters/saLifeTimeSeconds";
    const cJSON *one = ipsec_of(c, c->after) ? pointer_get(c->after, size) : NULL;
    if (!one || !is_put(c))
        return true;
    cJSON *kept = cJSON_Duplicate(one, true);
    tool_move(c->after, size, pointer_get(c->after, time));
    tool_move(c->after, time, kept);
    cJSON_Delete(kept);
    return true;
}

static const struct mutant table[] = {
    {.name = "ipsec-numbers",
     .clause = "CORE-15",
     .says = "answers with numbers for saDataSizeKilobytes and saLifeTimeSeconds",
     .seam = {.on_answer = answer_numbers}},
    {.name = "ipsec-number-in-patch",
     .clause = "CORE-15",
     .says = "answers a PATCH with a number for saLifeTimeSeconds",
     .rare = true,
     .seam = {.on_answer = answer_number},
     .data = &(const struct twist){.when = is_patch}},
    {.name = "ipsec-hash-lower",
     .clause = "CORE-15",
     .says = "stores hashAlgorithm in lower case",
     .seam = {.on_store = store_lower},
     .data = &(const struct twist){.where = "/properties/ipsecParameters/hashAlgorithm"}},
    {.name = "ipsec-encryption-default",
     .clause = "CORE-15",
     .says = "stores AES256 for every encryptionType",
     .seam = {.on_store = store_value},
     .data = &(const struct twist){.where = "/properties/ipsecParameters/encryptionType",
                                   .value = "\"AES256\""}},
    {.name = "ipsec-encryption-refused",
     .clause = "CORE-15",
     .says = "refuses an encryptionType that it does not know",
     .rare = true,
     .seam = REJECT,
     .data = &(const struct twist){.when = has_other_encryption, .status = 400}},
    {.name = "ipsec-none-null",
     .clause = "CORE-15",
     .says = "answers null for the pfsGroup None",
     .rare = true,
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.when = has_no_group,
                                   .where = "/properties/ipsecParameters/pfsGroup",
                                   .value = "null"}},
    {.name = "ipsec-size-clamped",
     .clause = "CORE-15",
     .says = "clamps saDataSizeKilobytes to 31 bits",
     .rare = true,
     .seam = {.on_store = store_clamped_size}},
    {.name = "ipsec-leading-zeros",
     .clause = "CORE-15",
     .says = "strips the leading zeros of saLifeTimeSeconds",
     .rare = true,
     .seam = {.on_store = store_plain_life_time}},
    {.name = "ipsec-size-and-time-swapped",
     .clause = "CORE-15",
     .says = "swaps saDataSizeKilobytes and saLifeTimeSeconds on PUT",
     .seam = {.on_store = store_swapped_numbers}},
    {.name = "ipsec-missing",
     .clause = "CORE-27",
     .says = "answers without ipsecParameters",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.where = "/properties/ipsecParameters"}},
    {.name = "ipsec-null",
     .clause = "CORE-27",
     .says = "answers with null for ipsecParameters",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/properties/ipsecParameters", .value = "null"}},
    {.name = "ipsec-flat",
     .clause = "CORE-27",
     .says = "answers with the ipsec members among the properties",
     .seam = {.on_answer = answer_flat}},
    {.name = "ipsec-without-encryption",
     .clause = "CORE-27",
     .says = "answers without encryptionType",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.where = "/properties/ipsecParameters/encryptionType"}},
    {.name = "ipsec-without-pfs-group",
     .clause = "CORE-27",
     .says = "answers without pfsGroup",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.where = "/properties/ipsecParameters/pfsGroup"}},
    {.name = "ipsec-without-hash",
     .clause = "CORE-27",
     .says = "answers without hashAlgorithm",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.where = "/properties/ipsecParameters/hashAlgorithm"}},
    {.name = "ipsec-without-life-time-in-patch",
     .clause = "CORE-27",
     .says = "answers a PATCH without saLifeTimeSeconds",
     .rare = true,
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.when = patches_site_to_site,
                                   .where = "/properties/ipsecParameters/saLifeTimeSeconds"}},
    {.name = "ipsec-missing-in-update",
     .clause = "CORE-27",
     .says = "answers an update without ipsecParameters",
     .rare = true,
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.when = updates_site_to_site,
                                   .where = "/properties/ipsecParameters"}},
};

const struct mutant *mutants_core_ipsec(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
