/* The one model of a harness. */
#include "fuzz/fuzz.h"
#include "fuzz/oracle/model.h"

struct model *model_opened(void)
{
    static struct model *m; /* an execution would be nothing beside opening it */
    if (!m)
        m = model_open();
    return m;
}

/* AFL++ forks behind this, and then need not open it again after each input that crashed. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    model_opened();
    return 0;
}
