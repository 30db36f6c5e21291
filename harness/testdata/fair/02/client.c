/* An echo client in C: it says with shutdown that it has sent all, and receives to
 * the server's end. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int fail(const char *why) {
	fprintf(stderr, "Socket error: %s\n", why);
	return 1;
}

int main(int argc, char **argv) {
	const char *message = argc > 2 ? argv[2] : "Hello";
	size_t missing = strlen(message);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
	int sock = socket(AF_INET, SOCK_STREAM, 0);
	char piece[10];
	ssize_t n;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(sock, (struct sockaddr *)&address, sizeof address) < 0)
		return fail(strerror(errno));
	for (size_t sent = 0; sent < missing; sent += n)
		if ((n = send(sock, message + sent, missing - sent, MSG_NOSIGNAL)) < 0)
			return fail(strerror(errno));
	shutdown(sock, SHUT_WR);
	while ((n = recv(sock, piece, sizeof piece, 0)) > 0) {
		printf("Client Received: %.*s\n", (int)n, piece);
		missing -= n;
	}
	if (n < 0)
		return fail(strerror(errno));
	if (missing > 0)
		return fail("the server has closed too early");
	printf("Closing connection to the server\n");
	close(sock);
	return 0;
}
