/* An echo server to be finished: from socket to close, then for two clients at
 * once. The TODOs are in the order of the harness's checks: fill in the next
 * one, run the checks, and read what they say.
 *
 *     cc -Wall -o server server.c && ./server [PORT]
 *
 * In the clone:
 *
 *     go run ./harness 01 -- ./server {port}
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { backlog = 5, buffer_size = 2048 };

static void set_options(int sock);

/* fail says which call went wrong and why (errno), and ends the program. */
static void fail(const char *call) {
	perror(call);
	exit(1);
}

/* listen_at returns a socket that takes calls. */
static int listen_at(int port) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

	int sock = socket(AF_INET, SOCK_STREAM, 0);
	if (sock < 0) {
		fail("socket");
	}
	set_options(sock);
	if (bind(sock, (struct sockaddr *)&address, sizeof address) < 0) {
		fail("bind");
	}
	/* TODO 1 (accept): the socket has an address, but takes no calls yet:
	 * listen(2), with the backlog. */
	printf("Server start, listening %d\n", port);
	return sock;
}

/* echo answers one client, to its end. */
static void echo(int conn) {
	char buffer[buffer_size];
	ssize_t n = recv(conn, buffer, sizeof buffer, 0);
	printf("Server Recv Data: %.*s\n", (int)n, buffer);
	/* TODO 2 (echo, again, binary, longer, megabytes): send(2) back what was
	 * received, and receive again, until recv returns 0 bytes: the client's end.
	 * send returns how many bytes it took: perhaps not all. */
	printf("Server Recv Over\n");
	/* TODO 3 (half-close, unsent): when the client has no more to say, and all
	 * is sent, close(2) the connection: only then does it know that it has
	 * everything. */
}

/* serve accepts clients and has them answered. */
static void serve(int sock) {
	int conn = accept(sock, NULL, NULL);
	if (conn < 0) {
		fail("accept");
	}
	/* TODO 4 (next-client, backlog, silence): when one client has gone, accept
	 * the next.
	 *
	 * TODO 5 (newest-first, slow-reader, apart, crowd, idle): a client that is
	 * silent keeps all the others waiting. Serve each in a process of its own:
	 * fork(2). The parent closes its copy of conn, and tells the kernel that it
	 * will not wait for its children: signal(SIGCHLD, SIG_IGN).
	 *
	 * TODO 6 (reset, descriptors): a client that resets its connection makes
	 * recv and send return -1, and a send after that ends the process with
	 * SIGPIPE, unless the flag MSG_NOSIGNAL says otherwise. It must end that
	 * client alone. */
	echo(conn);
	pause(); /* until TODO 4 */
}

/* set_options prepares the socket before it has its address. */
static void set_options(int sock) {
	/* TODO 7 (restart): a server that was killed must be able to start again at
	 * once: setsockopt(2), SO_REUSEADDR. */
	(void)sock;
}

int main(int argc, char **argv) {
	serve(listen_at(argc > 1 ? atoi(argv[1]) : 5000));
	return 0;
}
