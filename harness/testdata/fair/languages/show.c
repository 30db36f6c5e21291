/* Stage 04 in C: a process for each client, and the C library's lines. Arguments: HOST PORT. */
#include <arpa/inet.h>
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char body[1 << 20];
static size_t length;

static void show(const char *text) {
    size_t n = strlen(text);
    if (length + n < sizeof body) {
        memcpy(body + length, text, n + 1);
        length += n;
    }
}

static void answer(FILE *to, const char *status, int head) {
    char date[64];
    time_t now = time(NULL);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&now));
    fprintf(to, "HTTP/1.0 %s\r\nServer: c\r\nDate: %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", status, date, length);
    if (!head)
        fwrite(body, 1, length, to);
    fflush(to);
}

static void serve(int fd) {
    FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
    char *line = NULL, *method, *target, *version;
    size_t room = 0;
    if (getline(&line, &room, in) <= 0)
        return;
    line[strcspn(line, "\r\n")] = 0;
    method = strtok(line, " "), target = strtok(NULL, " "), version = strtok(NULL, " ");
    if (method == NULL || version == NULL) {
        answer(out, "400 Bad Request", 0);
        return;
    }
    show(method), show(" "), show(target), show("\n");
    int head = strcmp(method, "HEAD") == 0;
    int known = head || strcmp(method, "GET") == 0 || strcmp(method, "POST") == 0;
    char *field = NULL;
    while (getline(&field, &room, in) > 0 && field[strcspn(field, "\r\n")] != field[0]) {
        field[strcspn(field, "\r\n")] = 0;
        char *value = strchr(field, ':');
        if (value == NULL)
            continue;
        for (*value++ = 0; *value == ' ' || *value == '\t'; value++)
            ;
        show(field), show(": "), show(value), show("\n");
    }
    answer(out, known ? "200 OK" : "501 Not Implemented", head);
    shutdown(fd, SHUT_WR);
}

int main(int argc, char **argv) {
    struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[argc - 1]))};
    int yes = 1, fd, listening = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, argv[1], &addr.sin_addr);
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listening, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(listening, 128) < 0)
        return perror("listen"), 1;
    signal(SIGCHLD, SIG_IGN);
    while ((fd = accept(listening, NULL, NULL)) >= 0) {
        if (fork() == 0) {
            close(listening);
            serve(fd);
            _exit(0);
        }
        close(fd);
    }
    return 1;
}
