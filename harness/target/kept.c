#include "target/kept.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

static unsigned segments_with_data(int fd)
{
    struct tcp_info info = {0};
    socklen_t len = sizeof info;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) ? 0 : info.tcpi_data_segs_in;
}

void kept_begin(struct kept *k)
{
    k->denied = false;
    if (k->fd != -1)
        k->segments = segments_with_data(k->fd);
}

void kept_closing(struct kept *k, int fd, bool sent)
{
    if (fd != k->fd)
        return;
    k->denied = sent && segments_with_data(fd) != k->segments;
    k->fd = -1;
}
