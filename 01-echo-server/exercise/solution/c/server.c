/* The exercise's echo server, finished.
 *
 *     cc -Wall -o server server.c && ./server [PORT]
 */
#include <arpa/inet.h>
#include <errno.h>
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
	/* 1: from here on the kernel completes handshakes by itself. */
	if (listen(sock, backlog) < 0) {
		fail("listen");
	}
	printf("Server start, listening %d\n", port);
	fflush(stdout); /* before fork: what is in the buffer would be printed twice */
	return sock;
}

/* echo answers one client, to its end. */
static void echo(int conn) {
	char buffer[buffer_size];
	ssize_t n;
	while ((n = recv(conn, buffer, sizeof buffer, 0)) > 0) {
		printf("Server Recv Data: %.*s\n", (int)n, buffer);
		/* 2: a send takes as much as there is room for. */
		for (ssize_t sent = 0; sent < n;) {
			/* 6: no SIGPIPE. */
			ssize_t took = send(conn, buffer + sent, n - sent, MSG_NOSIGNAL);
			if (took < 0) {
				close(conn);
				return;
			}
			sent += took;
		}
	}
	printf("Server Recv Over\n");
	close(conn); /* 3 */
}

/* serve accepts clients and has them answered. */
static void serve(int sock) {
	signal(SIGCHLD, SIG_IGN);
	for (;;) { /* 4 */
		int conn = accept(sock, NULL, NULL);
		if (conn < 0) {
			if (errno == EINTR || errno == ECONNABORTED) {
				continue;
			}
			fail("accept");
		}
		switch (fork()) { /* 5 */
		case -1:
			perror("fork"); /* this client is lost, and no other */
			break;
		case 0:
			close(sock);
			echo(conn);
			exit(0);
		}
		close(conn); /* the child has its own */
	}
}

/* set_options prepares the socket before it has its address. */
static void set_options(int sock) {
	/* 7: connections of the last run in TIME_WAIT no longer hold the port. */
	int on = 1;
	if (setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0) {
		fail("setsockopt");
	}
}

int main(int argc, char **argv) {
	serve(listen_at(argc > 1 ? atoi(argv[1]) : 5000));
	return 0;
}
