#include "conformance/loaded.h"

#include "conformance/scenario_derived.h"

int loaded_open(struct loaded *out, const char *folder, const char *api_version, bool frozen,
                struct err *err)
{
    *out = (struct loaded){0};
    if (assets_open(&out->assets, folder, err) ||
        contract_open(&out->contract, &out->assets, api_version, err) ||
        plan_load(&out->plan, &out->assets, out->contract, folder != NULL, err) ||
        derived_all(out->plan, out->contract, err) ||
        suite_open(&out->suite, out->contract, out->plan, err) ||
        (frozen && required_load(&out->required, &out->assets, api_version, err))) {
        loaded_close(out);
        return -1;
    }
    return 0;
}

int loaded_open_contract(struct loaded *out, const char *folder, const char *api_version,
                         struct err *err)
{
    *out = (struct loaded){0};
    if (assets_open(&out->assets, folder, err) ||
        contract_open(&out->contract, &out->assets, api_version, err) ||
        required_load(&out->required, &out->assets, api_version, err)) {
        loaded_close(out);
        return -1;
    }
    return 0;
}

void loaded_close_suite(struct loaded *l)
{
    required_free(&l->required);
    suite_close(&l->suite);
    plan_free(l->plan);
    l->plan = NULL;
}

void loaded_close(struct loaded *l)
{
    loaded_close_suite(l);
    contract_close(l->contract);
    assets_close(&l->assets);
    *l = (struct loaded){0};
}
