/* An echo client to be finished: the receive loop. The TODOs are in the order
 * of the harness's checks: fill in the next one, run the checks, and read what
 * they say.
 *
 *     cc -Wall -o client client.c && ./client [PORT [MESSAGE]]
 *
 * In the clone:
 *
 *     go run ./harness 02 -- ./client {port} {message}
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { buffer_size = 10 };

/* exchange sends message, and receives as many bytes as it has. It returns 0,
 * or -1 and errno. */
static int exchange(int sock, const char *message) {
	/* TODO 1 (message): send the message: send(2). It returns how many bytes it
	 * took: perhaps not all. */
	(void)message;

	char buffer[buffer_size];
	ssize_t n = recv(sock, buffer, sizeof buffer, 0);
	if (n < 0) {
		return -1;
	}
	/* TODO 2 (received, characters): the first n bytes of buffer are new; there
	 * is no '\0' behind them. Say "Client Received: " and these bytes: fwrite(3). */
	printf("%zd bytes\n", n);
	/* TODO 3 (pieces, patience, long-message): a recv is not a message. Receive
	 * until as many bytes are back as were sent. */
	return 0;
}

/* run connects, and closes the connection after the exchange. */
static int run(int port, const char *message) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

	int sock = socket(AF_INET, SOCK_STREAM, 0);
	if (sock < 0 || connect(sock, (struct sockaddr *)&address, sizeof address) < 0) {
		return -1;
	}
	printf("Connected to 127.0.0.1 %d\n", port);
	int failed = exchange(sock, message);
	/* TODO 4 (closes): say "Closing connection to the server", and close it. */
	(void)failed;
	return 0;
}

int main(int argc, char **argv) {
	if (run(argc > 1 ? atoi(argv[1]) : 5000, argc > 2 ? argv[2] : "Hello") < 0) {
		/* TODO 5 (nobody-there, one-line): say "Socket error: " and strerror(errno)
		 * on stderr, and return a status that says so.
		 *
		 * TODO 6 (hang-up, reset): so is an error of the exchange, which run drops.
		 * Where recv returns 0, the server has hung up too early: let exchange set
		 * errno to ECONNABORTED. */
		return 0;
	}
	return 0;
}
