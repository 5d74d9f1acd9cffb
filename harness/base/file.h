/* file.h - whole files, bounded and never half written. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/bytes.h"
#include "base/err.h"

#include <stddef.h>
#include <stdio.h>

/* Reads a regular file of at most `max` bytes ("-" is standard input). *data is to free() and
 * NUL-terminated behind *len. */
int file_read(const char *path, size_t max, char **data, size_t *len, struct err *err);

/* Opens a regular file of at most `max` bytes for reading; fclose() it. NULL on failure. */
FILE *file_open(const char *path, size_t max, struct err *err);

/* Writes beside the path, fsyncs and renames, so that a reader sees the old file or the new one. */
int file_write(const char *path, struct bytes data, struct err *err);
/* The same without waiting for the disk: for what can be made again after a power cut. */
int file_write_soon(const char *path, struct bytes data, struct err *err);

int file_make_dir(const char *path, struct err *err); /* mkdir -p */

#endif
