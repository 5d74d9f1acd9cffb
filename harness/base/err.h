/* err.h - why the suite itself could not go on (never what a target did wrong: that is a finding).
 *
 * A function that can fail this way returns 0 or -1 and fills the struct err it was given; callers
 * pass it up untouched, and main prints it once. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

struct err {
    char text
        [1024]; /* one sentence that names the file, the line and the remedy where there is one */
};

/* Sets the text (cut to fit) and returns -1, so that a caller can `return err_set(err, ...)`. */
int err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
