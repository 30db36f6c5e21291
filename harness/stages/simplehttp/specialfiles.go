package simplehttp

import (
	"net"
	"os"
	"path/filepath"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// specialFilesChecks are about what lies in a directory and is no file.
var specialFilesChecks = []check.Check{
	{
		Name:  "fifo",
		Title: "a FIFO is answered with 404, at once",
		Level: check.Beyond,
		Needs: []string{"not-found"},
		Why:   "to open one for reading blocks until somebody opens it for writing: one request, and SimpleHTTPServer serves nobody any more (open in send_head)",
		Hint:  "ask what it is before you open it, or open it with O_NONBLOCK and look then; serve regular files only",
		Try:   "mkfifo pipe; curl -i -m 2 http://127.0.0.1:8000/pipe",
		Run: func(t *check.T) {
			fifo(t, "pipe")
			http1.Get(t, "/pipe").WantStatus(404, 403)
			http1.Do(t, "HEAD /pipe HTTP/1.0\r\n\r\n").WantStatus(404, 403)
		},
	},
	{
		Name:  "index-that-is-no-file",
		Title: "an index.html that is a FIFO or a directory is none",
		Level: check.Beyond,
		Needs: []string{"index", "listing-slash", "fifo"},
		Why:   "os.path.exists says yes to both, and then open blocks or fails",
		Hint:  "an index page is a regular file; otherwise look for the next name, then list",
		Try:   "mkdir index.html; curl -i http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			t.File("folder/index.html/f.txt", "hello\n")
			t.File("folder/maize.txt", "maize\n")
			wantNames(t, http1.Get(t, "/folder/").WantStatus(200), "/folder/", "maize.txt", "index.html/")
			t.File("pipe/maize.txt", "maize\n")
			fifo(t, "pipe/index.html")
			wantNames(t, http1.Get(t, "/pipe/").WantStatus(200), "/pipe/", "maize.txt")
		},
	},
	{
		Name:  "device",
		Title: "a link to a device is answered with 404",
		Level: check.Beyond,
		Needs: []string{"not-found"},
		Why:   "/dev/zero has no end, and its size is 0",
		Hint:  "serve regular files only, whatever a link leads to",
		Try:   "ln -s /dev/zero zero; curl -sI -m 2 http://127.0.0.1:8000/zero",
		Run: func(t *check.T) {
			if _, err := os.Stat("/dev/zero"); err != nil {
				t.Skip("there is no /dev/zero here")
			}
			link(t, "/dev/zero", "zero")
			http1.Do(t, "HEAD /zero HTTP/1.0\r\n\r\n").WantStatus(404, 403)
			http1.Get(t, "/zero").WantStatus(404, 403)
		},
	},
	{
		Name:  "socket-file",
		Title: "a UNIX socket is answered with 404",
		Level: check.Beyond,
		Needs: []string{"not-found"},
		Why:   "it has a name in the directory and no bytes to read: open fails with ENXIO",
		Hint:  "serve regular files only",
		Try:   "nc -lU sock & curl -i http://127.0.0.1:8000/sock",
		Run: func(t *check.T) {
			listener, err := net.Listen("unix", filepath.Join(t.Dir(), "sock"))
			if err != nil {
				t.Skip("no UNIX socket can be made here: %v", err)
			}
			defer listener.Close()
			t.Note("sock is a UNIX socket")
			http1.Get(t, "/sock").WantStatus(404, 403)
		},
	},
	{
		Name:  "unreadable-file",
		Title: "a file that may not be read is answered with 403 or 404",
		Level: check.Beyond,
		Needs: []string{"not-found"},
		Why:   "open fails with EACCES, which is no reason to end (except IOError in send_head)",
		Hint:  "every error of open is an answer",
		Try:   "touch f; chmod 000 f; curl -i http://127.0.0.1:8000/f",
		Run: func(t *check.T) {
			t.File("closed.txt", "hello\n")
			path := filepath.Join(t.Dir(), "closed.txt")
			t.Must(os.Chmod(path, 0))
			if file, err := os.Open(path); err == nil {
				file.Close()
				t.Skip("there is no file that this user may not read")
			}
			t.Note("closed.txt has mode 000")
			http1.Get(t, "/closed.txt").WantStatus(403, 404)
		},
	},
	{
		Name:  "every-name",
		Title: "every name that a file can have is listed, and its link leads to it",
		Level: check.Beyond,
		Needs: []string{"listing-links", "any-bytes"},
		Why:   "a name is any bytes but slash and NUL, UTF-8 or not, and HTML and URLs have marks of their own in it (cgi.escape, urllib.quote)",
		Hint:  "keep names as bytes: encode each byte of the name, decode to the same bytes; ./ or %3A before a colon",
		Try:   "touch $'new\\nline' $'\\xff'; curl http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			roundTrip(t, possible(t, "new\nline", "tab\there", "return\rhere", `back\slash`, "javascript:alert(1)", "C:evil", "%", "%%2f", "..txt", "...", " leading", "trailing ", "&", "#", "?", "~", "\x01\x7f", "\xff\xfe", "\xe9t\xe9", "\xf0\x9f\x8c\xbd", "e\u0301"))
		},
	},
}

// fifo makes a FIFO called name in the served directory.
func fifo(t *check.T, name string) {
	if err := makeFIFO(filepath.Join(t.Dir(), filepath.FromSlash(name))); err != nil {
		t.Skip("no FIFO can be made here: %v", err)
	}
	t.Note("%s is a FIFO that nobody has open for writing", name)
}
