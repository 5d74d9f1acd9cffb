/* The HTTP target of a build that has none: harnesses talk to what is linked with them, and libcurl cannot
 * be linked statically without everything it may use. */
#include "target/backend.h"

const struct backend backend_http = {0};

int http_open(void **out, const char *url, const struct target_options *options, struct err *err)
{
    (void)out, (void)url, (void)options;
    return err_set(err, "this build talks to no URL");
}
