package simplehttp

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/stages/http1"
)

// filesChecks are about one file and its head.
var filesChecks = []check.Check{
	{
		Name:  "file",
		Title: "a file is answered with its bytes",
		Level: check.Article,
		Why:   "do_GET is send_head and then copyfile: a head, and the file behind it",
		Hint:  "the path of the request without its first slash is a name in the served directory; send its bytes behind the blank line",
		Try:   "curl -i http://127.0.0.1:8000/hello.txt",
		Run: func(t *check.T) {
			content := t.Letters(20) + "\n"
			t.File("hello.txt", content)
			http1.Get(t, "/hello.txt").WantStatus(200).WantBody(content)
		},
	},
	{
		Name:  "next-client",
		Title: "the next client is served, too",
		Level: check.Article,
		Needs: []string{"file"},
		Why:   "serve_forever: one file, one connection, and again",
		Hint:  "each connection ends for itself; accept again",
		Try:   "curl http://127.0.0.1:8000/a http://127.0.0.1:8000/a",
		Run: func(t *check.T) {
			t.File("a.txt", "a\n")
			for range 3 {
				http1.Get(t, "/a.txt").WantStatus(200).WantBody("a\n")
			}
		},
	},
	{
		Name:  "not-found",
		Title: "what is not there is answered with 404",
		Level: check.Article,
		Needs: []string{"next-client"},
		Why:   "open fails and send_head says so: send_error(404, \"File not found\")",
		Hint:  "an error of open is an answer, not the end of the program; and a name with a slash behind it is no file's",
		Try:   "curl -i http://127.0.0.1:8000/nothing",
		Run: func(t *check.T) {
			t.File("hello.txt", "hello\n")
			http1.Get(t, "/nothing.txt").WantStatus(404)
			http1.Get(t, "/hello.txt/").WantStatus(404)
			http1.Get(t, "/no/such/folder/hello.txt").WantStatus(404)
		},
	},
	{
		Name:  "content-length",
		Title: "Content-Length is the size of the file",
		Level: check.Article,
		Needs: []string{"file"},
		Why:   "a client draws its progress from it, and keeps the connection when it has as much (fs[6] in send_head: st_size)",
		Hint:  "ask the open file for its size, in bytes",
		Try:   "curl -sI http://127.0.0.1:8000/hello.txt",
		Run: func(t *check.T) {
			t.File("crops.txt", "高粱 玉米 大豆\n")
			http1.Get(t, "/crops.txt").WantStatus(200).WantField("Content-Length", "21").WantBody("高粱 玉米 大豆\n")
		},
	},
	{
		Name:  "any-bytes",
		Title: "a file of every byte value arrives as it is",
		Level: check.Article,
		Needs: []string{"content-length"},
		Why:   "a picture is no text: decoding it, or translating its line ends, destroys it (open(path, 'rb'))",
		Hint:  "open the file for bytes and write bytes; no strings between",
		Try:   "head -c 65536 /dev/urandom > r; curl -s http://127.0.0.1:8000/r | cmp - r",
		Run: func(t *check.T) {
			content := "\x00\r\n\xff\xfe\x1a" + t.Bytes(65536)
			t.File("picture.bin", content)
			http1.Get(t, "/picture.bin").WantStatus(200).WantBody(content)
		},
	},
	{
		Name:  "large-file",
		Title: "a file of 3 MB arrives whole",
		Level: check.Article,
		Needs: []string{"content-length", "any-bytes"},
		Why:   "one send takes only what fits into the kernel's buffer; copyfile goes on until all is sent",
		Hint:  "loop until the file is at its end and every byte is sent; a deadline must be for progress, not for the whole",
		Try:   "head -c 3000000 /dev/urandom > r; curl -s http://127.0.0.1:8000/r | cmp - r",
		Run: func(t *check.T) {
			content := t.Bytes(3_000_000)
			t.File("large.bin", content)
			http1.Get(t, "/large.bin").WantStatus(200).WantBody(content)
		},
	},
	{
		Name:  "empty-file",
		Title: "an empty file is a file",
		Level: check.Article,
		Needs: []string{"file"},
		Why:   "nothing to send is no error (Content-Length: 0)",
		Hint:  "tell the end of the file from its absence",
		Try:   "touch empty; curl -i http://127.0.0.1:8000/empty",
		Run: func(t *check.T) {
			t.File("empty.txt", "")
			http1.Get(t, "/empty.txt").WantStatus(200).WantField("Content-Length", "0").WantBody("")
		},
	},
	{
		Name:  "content-type",
		Title: "Content-type follows the name's ending",
		Level: check.Article,
		Needs: []string{"next-client"},
		Why:   "a browser shows, plays or saves by it, whatever the name (guess_type and its extensions_map)",
		Hint:  "a table from what stands behind the last dot of the name to the type; application/octet-stream for what is not in it",
		Try:   "curl -sI http://127.0.0.1:8000/index.html | grep -i content-type",
		Run: func(t *check.T) {
			types := [][2]string{
				{"page.html", "text/html"}, {"notes.txt", "text/plain"}, {"style.css", "text/css"}, {"photo.png", "image/png"},
				{"photo.jpg", "image/jpeg"}, {"UPPER.HTML", "text/html"}, {"thing.zzz", "application/octet-stream"}, {"nothing", "application/octet-stream"},
				{"page.html.txt", "text/plain"}, {"notes.txt.html", "text/html"}, {"folder.txt/nothing", "application/octet-stream"}, {"html", "application/octet-stream"},
			}
			for _, pair := range types {
				t.File(pair[0], "x")
				http1.Get(t, "/"+pair[0]).WantStatus(200).WantFieldPrefix("Content-type", pair[1])
				t.Fold("types up to that of %s are right", pair[0])
			}
		},
	},
	{
		Name:  "last-modified",
		Title: "Last-Modified is when the file was changed, in GMT",
		Level: check.Article,
		Needs: []string{"file"},
		Env:   []string{"TZ=Asia/Shanghai"},
		Why:   "a browser asks later whether there is anything newer (date_time_string(fs.st_mtime))",
		Hint:  "Mon, 02 Jan 2006 15:04:05 GMT: English names on every machine, and UTC, not your clock's zone",
		Try:   "touch -d '2015-06-01 11:42:33 UTC' f; curl -sI http://127.0.0.1:8000/f",
		Run: func(t *check.T) {
			changed := time.Date(2015, 6, 1, 11, 42, 33, 0, time.UTC)
			dated(t, "june.txt", changed)
			t.Note("the program's time zone is Asia/Shanghai, where clocks are 8 hours ahead of GMT")
			http1.Get(t, "/june.txt").WantStatus(200).WantField("Last-Modified", changed.Format(http.TimeFormat))
		},
	},
	{
		Name:  "head",
		Title: "HEAD is answered with the head of GET, and no body",
		Level: check.Article,
		Needs: []string{"content-length", "not-found", "content-type"},
		Why:   "do_HEAD is do_GET without copyfile",
		Hint:  "the same function makes the head for both, and nobody but GET sends a body: not of a listing, nor of an error",
		Try:   "curl -I http://127.0.0.1:8000/hello.txt",
		Run: func(t *check.T) {
			t.File("hello.txt", "hello\n")
			c := t.Connect()
			r := http1.DoOn(c, "HEAD /hello.txt HTTP/1.0\r\n\r\n").WantStatus(200)
			r.WantField("Content-Length", "6").WantFieldPrefix("Content-type", "text/plain")
			c.ExpectNothing()
			for _, target := range []string{"/nothing.txt", "/"} {
				c := t.Connect()
				http1.DoOn(c, "HEAD "+target+" HTTP/1.0\r\n\r\n").WantStatus(404, 200)
				c.ExpectNothing()
			}
		},
	},
	{
		Name:  "unsupported-method",
		Title: "files are only read: POST is answered with 501",
		Level: check.Article,
		Needs: []string{"next-client"},
		Why:   "SimpleHTTPRequestHandler has do_GET and do_HEAD and nothing else; 405 says the same in other words",
		Hint:  "answer 501 (or 405) before you look for the file",
		Try:   "curl -i -X POST http://127.0.0.1:8000/hello.txt",
		Run: func(t *check.T) {
			t.File("hello.txt", "hello\n")
			for _, method := range []string{"POST", "DELETE", "BREW", "TRACE"} {
				http1.Do(t, method+" /hello.txt HTTP/1.0\r\n\r\n").WantStatus(501, 405)
			}
			http1.Get(t, "/hello.txt").WantStatus(200).WantBody("hello\n")
		},
	},
	{
		Name:  "options",
		Title: "OPTIONS is answered with the methods that there are",
		Level: check.Beyond,
		Needs: []string{"unsupported-method"},
		Why:   "a browser asks so before a page of another site may use this one; Allow says what can be done here (RFC 9110, sections 9.3.7 and 10.2.1)",
		Hint:  "do_OPTIONS: 204, or 200 with Content-Length: 0, and Allow: GET, HEAD, OPTIONS",
		Try:   "curl -i -X OPTIONS http://127.0.0.1:8000/hello.txt",
		Run: func(t *check.T) {
			t.File("hello.txt", "hello\n")
			for _, target := range []string{"/hello.txt", "/"} {
				r := http1.Do(t, "OPTIONS "+target+" HTTP/1.0\r\n\r\n").WantStatus(200, 204)
				if allowed := strings.ToUpper(r.Get("Allow")); !strings.Contains(allowed, "GET") || !strings.Contains(allowed, "HEAD") {
					r.WantField("Allow", "GET, HEAD, OPTIONS")
				}
			}
		},
	},
	{
		Name:   "log",
		Title:  "each request leaves a line on stderr",
		Level:  check.Article,
		Needs:  []string{"not-found"},
		Why:    "it is how one sees who asked for what: the client, the time, the request line, the status (log_request)",
		Hint:   `127.0.0.1 - - [01/Jun/2015 11:42:33] "GET /hello.txt HTTP/1.0" 200 -, written at once`,
		Try:    "curl http://127.0.0.1:8000/hello.txt",
		Remark: "and look at the server's terminal",
		Run: func(t *check.T) {
			t.File("hello.txt", "hello\n")
			const client = `(?m)^127\.0\.0\.1 - - \[\d\d/[A-Z][a-z][a-z]/\d{4} \d\d:\d\d:\d\d\] `
			http1.Get(t, "/hello.txt").WantStatus(200)
			t.ExpectStderr(client+`"GET /hello\.txt HTTP/1\.0" 200 `, lang.Verbatim(`127.0.0.1 - - [DD/Mon/YYYY HH:MM:SS] "GET /hello.txt HTTP/1.0" 200`))
			http1.Get(t, "/nothing.txt").WantStatus(404)
			t.ExpectStderr(client+`"GET /nothing\.txt HTTP/1\.0" 404 `, lang.Verbatim(`127.0.0.1 - - [DD/Mon/YYYY HH:MM:SS] "GET /nothing.txt HTTP/1.0" 404`))
		},
	},
}

// dated writes a file that was changed at that time.
func dated(t *check.T, name string, changed time.Time) {
	t.File(name, "ten bytes\n")
	path := filepath.Join(t.Dir(), name)
	if err := os.Chtimes(path, changed, changed); err != nil {
		t.Skip("no such time can be given to a file here: %v", err)
	}
	t.Note("%s was changed at %s", name, strings.ReplaceAll(changed.Format(time.DateTime), " ", "T")+"Z")
}
