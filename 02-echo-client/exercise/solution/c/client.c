/* The exercise's echo client, finished.
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
	size_t size = strlen(message);
	for (size_t sent = 0; sent < size;) { /* 1 */
		ssize_t n = send(sock, message + sent, size - sent, MSG_NOSIGNAL);
		if (n < 0) {
			return -1;
		}
		sent += n;
	}
	for (size_t received = 0; received < size;) { /* 3 */
		char buffer[buffer_size];
		ssize_t n = recv(sock, buffer, sizeof buffer, 0);
		if (n == 0) {
			errno = ECONNABORTED; /* 6 */
		}
		if (n <= 0) {
			return -1;
		}
		printf("Client Received: ");
		fwrite(buffer, 1, n, stdout); /* 2 */
		printf("\n");
		received += n;
	}
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
	int why = errno;
	printf("Closing connection to the server\n"); /* 4 */
	close(sock);
	errno = why;
	return failed;
}

int main(int argc, char **argv) {
	if (run(argc > 1 ? atoi(argv[1]) : 5000, argc > 2 ? argv[2] : "Hello") < 0) {
		fprintf(stderr, "Socket error: %s\n", strerror(errno)); /* 5 */
		return 1;
	}
	return 0;
}
