/* measure FILE COMMAND [ARGUMENT]... - runs a command with its standard output in FILE, and prints
 * what it took as one line of JSON. Exits with the command's status. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOT_RUN 127

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void become(const char *output, char **command)
{
    int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file >= 0 && dup2(file, STDOUT_FILENO) >= 0)
        execvp(command[0], command);
    fprintf(stderr, "measure: %s: %s\n", file < 0 ? output : command[0], strerror(errno));
    _exit(NOT_RUN);
}

int main(int argc, char **argv)
{
    struct rusage used;
    int status;
    if (argc < 3)
        return NOT_RUN;
    double began = seconds_now();
    pid_t child = fork();
    if (child == 0)
        become(argv[1], argv + 2);
    if (child < 0 || wait4(child, &status, 0, &used) != child) {
        fprintf(stderr, "measure: %s\n", strerror(errno));
        return NOT_RUN;
    }
    double wall = seconds_now() - began;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    printf("{\"wall\":%.6f,\"cpu\":%.6f,\"rss\":%ld,\"status\":%d}\n", wall,
           seconds_of(used.ru_utime) + seconds_of(used.ru_stime), used.ru_maxrss * 1024L, code);
    return code;
}
