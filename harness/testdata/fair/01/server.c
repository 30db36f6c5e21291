/* An echo server in C: poll, sockets that do not wait, and what send did not take
 * kept for each connection. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { most = 1024, size = 16384 };

static struct pollfd ready[most];
static struct {
	char data[size];
	int from, to;
} left[most];

static void gone(int i) {
	close(ready[i].fd);
	ready[i].fd = -1; /* poll leaves it out */
}

static void talk(int i) {
	if (left[i].from == left[i].to) {
		ssize_t n = recv(ready[i].fd, left[i].data, size, 0);
		if (n <= 0) {
			gone(i);
			return;
		}
		left[i].from = 0;
		left[i].to = n;
	}
	ssize_t n = send(ready[i].fd, left[i].data + left[i].from, left[i].to - left[i].from, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n > 0)
		left[i].from += n;
	ready[i].events = left[i].from < left[i].to ? POLLOUT : POLLIN;
	if (n < 0 && !(ready[i].revents & POLLIN))
		gone(i);
}

int main(int argc, char **argv) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[argc - 1]))};
	int on = 1, used = 1;
	ready[0].fd = socket(AF_INET, SOCK_STREAM, 0);
	ready[0].events = POLLIN;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(ready[0].fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(ready[0].fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(ready[0].fd, 64) < 0)
		return 1;
	while (poll(ready, used, -1) >= 0) {
		for (int i = 1; i < used; i++)
			if (ready[i].fd >= 0 && ready[i].revents)
				talk(i);
		if (ready[0].revents) {
			int i = 1;
			while (i < used && ready[i].fd >= 0)
				i++;
			if (i == most)
				return 1;
			ready[i].fd = accept(ready[0].fd, NULL, NULL);
			ready[i].events = POLLIN;
			ready[i].revents = 0;
			left[i].from = left[i].to = 0;
			if (i == used)
				used++;
		}
	}
	return 1;
}
