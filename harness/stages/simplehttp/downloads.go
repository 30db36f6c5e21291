package simplehttp

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// long is more than the kernels' buffers hold between two programs, so a
// server that sends so much is still at it when the harness looks.
const long = 16 << 20

// downloadsChecks are about files that change, clients that go away, and
// clients that are many. Those with two requests on a connection are about
// HTTP/1.1, which programs of this stage speak unless told otherwise.
var downloadsChecks = []check.Check{
	{
		Name:  "keep-alive",
		Title: "files, a missing one and a listing are answered on one connection",
		Level: check.Beyond,
		Needs: []string{"not-found", "redirect", "head", "listing"},
		Why:   "a page and its pictures come over one connection; each answer says where it ends (protocol_version, Content-Length)",
		Hint:  "HTTP/1.1 in the status line, and Content-Length on everything, the error pages and redirects, too; it counts bytes, not characters",
		Try:   "curl -v http://127.0.0.1:8000/a http://127.0.0.1:8000/none http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			t.File("a.txt", "a\n")
			t.File("sub/b.txt", "b\n")
			c := t.Connect()
			http1.DoOn(c, http1.NewGet11("/a.txt")).WantStatus(200).WantBody("a\n").WantKept()
			http1.DoOn(c, http1.NewGet11("/none-%E9%AB%98%E7%B2%B1")).WantStatus(404).WantKept()
			http1.DoOn(c, http1.NewGet11("/sub")).WantStatus(301, 308).WantKept()
			http1.DoOn(c, http1.NewGet11("/sub/")).WantStatus(200).WantKept()
			http1.DoOn(c, "HEAD /a.txt HTTP/1.1\r\nHost: a\r\n\r\n").WantStatus(200).WantKept()
			http1.DoOn(c, http1.NewGet11("/sub/b.txt")).WantStatus(200).WantBody("b\n")
		},
	},
	{
		Name:  "reader-that-stops",
		Title: "a client that does not read its download does not keep others waiting",
		Level: check.Beyond,
		Needs: []string{"next-client"},
		Why:   "send blocks when the other side reads nothing; whoever serves one at a time waits with it (ThreadingMixIn)",
		Hint:  "each connection in a thread, goroutine or task of its own",
		Try:   "head -c 99999999 /dev/zero >film; curl -s -m 9 --limit-rate 1k http://127.0.0.1:8000/film >/dev/null & sleep 1; curl -m 2 http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			t.File("a.txt", "a\n")
			sparse(t, "film.bin", long)
			t.Connect()
			c := t.Connect()
			c.Send(http1.NewGet("/film.bin"))
			c.Expect("HTTP/1.")
			http1.Get(t, "/a.txt").WantStatus(200).WantBody("a\n")
		},
	},
	{
		Name:  "many-downloads",
		Title: "a hundred downloads at once are a hundred whole files",
		Level: check.Beyond,
		Needs: []string{"next-client"},
		Why:   "a class of thirty laptops opens more connections than that (process_request)",
		Hint:  "nothing of one request may be kept where another one finds it",
		Try:   "for i in $(seq 100); do curl -s http://127.0.0.1:8000/a | cksum & done | sort | uniq -c",
		Run: func(t *check.T) {
			conns := make([]*check.Conn, 100)
			for i := range conns {
				t.File(strconv.Itoa(i), strings.Repeat(strconv.Itoa(i)+" ", 5000))
				conns[i] = t.Connect()
				conns[i].Send(http1.NewGet("/" + strconv.Itoa(i)))
			}
			for i, c := range conns {
				t.Fold("a hundred files were asked for on as many connections; %d are right", i)
				http1.Receive(c, "GET").WantStatus(200).WantBody(strings.Repeat(strconv.Itoa(i)+" ", 5000))
			}
		},
	},
	{
		Name:  "rude-downloads",
		Title: "twenty clients that reset in the middle of a download harm nobody",
		Level: check.Beyond,
		Needs: []string{"next-client"},
		Why:   "everybody who closes a tab does so; SimpleHTTPServer prints a traceback for each (handle_error)",
		Hint:  "a failed send ends that connection; one line in the log is enough",
		Try:   "head -c 99999999 /dev/zero >film; for i in $(seq 20); do timeout .1 curl -s http://127.0.0.1:8000/film | head -c 9; done",
		Run: func(t *check.T) {
			sparse(t, "film.bin", long)
			for range 20 {
				c := t.Connect()
				c.Send(http1.NewGet("/film.bin"))
				c.Expect("HTTP/1.")
				c.Reset()
			}
			t.Fold("twenty downloads were begun and reset")
			t.File("a.txt", "a\n")
			http1.Get(t, "/a.txt").WantStatus(200).WantBody("a\n")
			t.ExpectNoStackTrace("a client that went away is no reason for a stack trace on stderr")
		},
	},
	{
		Name:  "shrinking-file",
		Title: "a file that is cut short while it is sent ends the connection",
		Level: check.Beyond,
		Needs: []string{"keep-alive"},
		Why:   "Content-Length has been promised: the next answer in place of the missing bytes would be taken for them",
		Hint:  "count what you send; if it is less than promised, close the connection, and send nothing else",
		Try:   "",
		Run: func(t *check.T) {
			sparse(t, "film.bin", long)
			c := t.Connect()
			c.Send(http1.NewGet11("/film.bin") + http1.NewGet11("/none", "Connection: close\r\n"))
			c.Expect("HTTP/1.1 200")
			if err := os.Truncate(filepath.Join(t.Dir(), "film.bin"), 1<<20); err != nil {
				t.Skip("a file in use cannot be cut here: %v", err)
			}
			t.Note("film.bin is cut to 1 MiB")
			// Behind the head: its Server may be "BaseHTTP/1.0".
			_, body, _ := strings.Cut(c.Rest().Data, "\r\n\r\n")
			if len(body) >= long {
				t.Fail("all the bytes came, more than the file had: something was made up")
			}
			if strings.Contains(body, "HTTP/1.") {
				t.Fail("the next answer came in place of the missing bytes")
			}
		},
	},
	{
		Name:  "growing-file",
		Title: "of a file that grows while it is sent, exactly Content-Length bytes come",
		Level: check.Beyond,
		Needs: []string{"keep-alive", "large-file"},
		Why:   "a log grows all the time; what is sent beyond the promise is taken for the next answer (copyfile copies up to the end)",
		Hint:  "send as many bytes as you have announced and no more",
		Try:   "",
		Run: func(t *check.T) {
			sparse(t, "film.bin", long)
			t.File("a.txt", "a\n")
			c := t.Connect()
			c.Send(http1.NewGet11("/film.bin") + http1.NewGet11("/a.txt", "Connection: close\r\n"))
			c.Expect("HTTP/1.1 ")
			grow(t, "film.bin", "more")
			_, rest, _ := strings.Cut(c.Rest().Data, "\r\n\r\n")
			if len(rest) < long || !strings.HasPrefix(rest[long:], "HTTP/1.1 200") {
				t.Fail("behind the announced %d bytes the next answer did not follow", long)
			}
		},
	},
	{
		Name:  "removed-file",
		Title: "a file that is removed while it is sent arrives whole",
		Level: check.Beyond,
		Needs: []string{"not-found", "large-file"},
		Why:   "an open file lives on without its name (unlink(2))",
		Hint:  "open it once, and read from what you have opened",
		Try:   "",
		Run: func(t *check.T) {
			sparse(t, "film.bin", long)
			c := t.Connect()
			c.Send(http1.NewGet("/film.bin"))
			c.Expect("HTTP/1.")
			if err := os.Remove(filepath.Join(t.Dir(), "film.bin")); err != nil {
				t.Skip("a file in use cannot be removed here: %v", err)
			}
			t.Note("film.bin is removed")
			if _, body, _ := strings.Cut(c.Rest().Data, "\r\n\r\n"); len(body) != long {
				t.Fail("the body ends before all of its %d bytes are there", long)
			}
			http1.Get(t, "/film.bin").WantStatus(404)
		},
	},
}

// grow appends words to a file, after a moment that lets the server begin.
func grow(t *check.T, name, words string) {
	time.Sleep(10 * time.Millisecond)
	file, err := os.OpenFile(filepath.Join(t.Dir(), name), os.O_APPEND|os.O_WRONLY, 0)
	t.Must(err)
	defer file.Close()
	_, err = file.WriteString(words)
	t.Must(err)
	t.Note("%s grows by %d bytes", name, len(words))
}
