#include "base/file.h"
#include "base/buf.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *kind_of(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a folder";
    if (S_ISFIFO(mode))
        return "a pipe";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

/* O_NONBLOCK: opening a pipe that nobody writes to must not wait; regular files do not mind. */
static int open_regular(const char *path, struct err *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return err_set(err, "cannot open %s: %s", path, strerror(errno));
    int status = fstat(fd, &st);
    if (status)
        err_set(err, "cannot look at %s: %s", path, strerror(errno));
    else if (!S_ISREG(st.st_mode))
        status = err_set(err, "%s is %s and not a regular file", path, kind_of(st.st_mode));
    if (status == 0)
        return fd;
    close(fd);
    return -1;
}

/* `out` fails when there is more than it may hold. */
static int read_all(int fd, const char *name, struct buf *out, struct err *err)
{
    char *chunk = mem_grow(NULL, 1 << 16, 1); /* not zeroed */
    ssize_t got = 0;
    do {
        got = read(fd, chunk, 1 << 16);
        if (got > 0)
            buf_add(out, chunk, (size_t)got);
    } while (!out->failed && (got > 0 || (got < 0 && errno == EINTR)));
    int why = errno;
    free(chunk);
    if (out->failed)
        return err_set(err, "%s is larger than %zu bytes", name, out->max);
    return got < 0 ? err_set(err, "cannot read %s: %s", name, strerror(why)) : 0;
}

int file_read(const char *path, size_t max, char **data, size_t *len, struct err *err)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open_regular(path, err);
    if (fd < 0)
        return -1;
    struct buf out = buf_new(max);
    int status = read_all(fd, standard ? "standard input" : path, &out, err);
    if (!standard)
        close(fd);
    if (status == 0) {
        *len = out.len;
        *data = buf_take(&out);
    }
    buf_free(&out);
    return status;
}

FILE *file_open(const char *path, size_t max, struct err *err)
{
    struct stat st;
    int fd = open_regular(path, err);
    if (fd < 0)
        return NULL;
    bool fits = fstat(fd, &st) == 0 && (unsigned long long)st.st_size <= max;
    FILE *file = fits ? fdopen(fd, "r") : NULL;
    if (file)
        return file;
    if (fits)
        err_set(err, "cannot open %s: %s", path, strerror(errno));
    else
        err_set(err, "%s is larger than %zu bytes", path, max);
    close(fd);
    return NULL;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return mem_string(".");
    return mem_copy(path, slash == path ? 1 : (size_t)(slash - path));
}

/* A rename would put a regular file in the place of /dev/stdout, say. */
static int refuse_irregular(const char *path, struct err *err)
{
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return err_set(err, "cannot write %s: it is %s and not a regular file", path,
                       kind_of(st.st_mode));
    return 0;
}

/* Not mkstemp: what we write is for others to read as far as the umask lets them. */
static int create_temporary(const char *folder, char **name)
{
    int fd = -1;
    for (unsigned n = 0; n < 1000; n++) {
        *name = mem_format("%s/.connspec-%ld-%u.tmp", folder, (long)getpid(), n);
        fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd >= 0)
            return fd;
        free(*name);
        *name = NULL;
        if (errno != EEXIST)
            break;
    }
    return fd;
}

static int write_all(int fd, struct bytes data)
{
    while (data.len) {
        ssize_t wrote = write(fd, data.ptr, data.len);
        if (wrote < 0 && errno != EINTR)
            return -1;
        if (wrote > 0) {
            data.ptr += wrote;
            data.len -= (size_t)wrote;
        }
    }
    return 0;
}

static int fill(int fd, struct bytes data, bool sync)
{
    int status = write_all(fd, data) || (sync && fsync(fd)) ? -1 : 0, why = errno;
    if (close(fd) && status == 0)
        return -1;
    errno = why;
    return status;
}

/* Some file systems cannot fsync a folder and say EINVAL; the rename holds there all the same. */
static int sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int status = fsync(fd) && errno != EINVAL ? -1 : 0, why = errno;
    close(fd);
    errno = why;
    return status;
}

static int replace(const char *path, struct bytes data, bool sync, struct err *err)
{
    if (refuse_irregular(path, err))
        return -1;
    char *folder = folder_of(path), *temporary = NULL;
    int fd = create_temporary(folder, &temporary), status = -1;
    if (fd < 0 || fill(fd, data, sync) || rename(temporary, path) || (sync && sync_folder(folder)))
        err_set(err, "cannot write %s: %s", path, strerror(errno));
    else
        status = 0;
    if (status && temporary)
        unlink(temporary);
    free(temporary);
    free(folder);
    return status;
}

int file_write(const char *path, struct bytes data, struct err *err)
{
    return replace(path, data, true, err);
}

int file_write_soon(const char *path, struct bytes data, struct err *err)
{
    return replace(path, data, false, err);
}

static int make_one(const char *path, struct err *err)
{
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return 0;
    int why = errno;
    bool exists = stat(path, &st) == 0;
    if (exists && S_ISDIR(st.st_mode))
        return 0;
    if (exists)
        return err_set(err, "cannot make the folder %s: a file has that name", path);
    return err_set(err, "cannot make the folder %s: %s", path, strerror(why));
}

int file_make_dir(const char *path, struct err *err)
{
    char *copy = mem_string(path);
    int status = 0;
    for (char *p = copy; status == 0 && *p; p++) {
        if (*p != '/' || p == copy)
            continue;
        *p = '\0';
        status = make_one(copy, err);
        *p = '/';
    }
    if (status == 0)
        status = make_one(copy, err);
    free(copy);
    return status;
}
