#include "contract/contract.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/answers.h"
#include "contract/relations.h"
#include "contract/source.h"
#include "contract/surface.h"

#include <stdlib.h>

static int load_schemas(struct contract *c, const struct source *s, struct err *err)
{
    struct err why;
    char **pointers = schema_pointers(c->openapi);
    int result = schema_load(&c->schemas, c->openapi, (const char *const *)pointers,
                             relation_keywords(), &why);
    schema_pointers_free(pointers);
    return result ? err_set(err, "%s: %s", s->name, why.text) : 0;
}

static int load(struct contract *c, const struct assets *assets, const char *folder,
                struct err *err)
{
    struct source clauses = {0}, openapi = {0};
    int result = -1;
    if (source_read(&clauses, assets, folder, "clauses.json", err) ||
        clauses_load(c, &clauses, err) ||
        source_read(&openapi, assets, folder, "openapi.json", err) || openapi_vet(c, &openapi, err))
        goto out;
    c->clauses_json = clauses.tree;
    c->openapi = openapi.tree;
    clauses.tree = openapi.tree = NULL;
    c->answers = answers_new(c->openapi);
    result = load_schemas(c, &openapi, err);
out:
    source_free(&clauses);
    source_free(&openapi);
    return result;
}

int contract_open(struct contract **out, const struct assets *assets, const char *api_version,
                  struct err *err)
{
    char *folder = mem_format("harness/contract/%s/", api_version);
    struct contract *c = mem_alloc(sizeof *c);
    c->api_version = mem_string(api_version);
    int result = load(c, assets, folder, err);
    if (result == 0)
        assets_digest(assets, folder, c->digest);
    else
        contract_close(c);
    *out = result == 0 ? c : NULL;
    free(folder);
    return result;
}

void contract_close(struct contract *c)
{
    if (!c)
        return;
    schema_free(c->schemas);
    answers_free(c->answers);
    cJSON_Delete(c->openapi);
    cJSON_Delete(c->clauses_json);
    free(c->clauses.list);
    free((char *)c->api_version);
    free(c);
}
