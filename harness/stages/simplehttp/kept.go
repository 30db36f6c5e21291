package simplehttp

import (
	"net/http"
	"os"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// keptChecks are about what a server keeps from one request to the next: nothing
// that is old, and no open file.
var keptChecks = []check.Check{
	{
		Name:  "changed-file",
		Title: "what has changed in the directory is seen at the next request",
		Level: check.Article,
		Needs: []string{"listing", "next-client", "content-length"},
		Why:   "who has saved a file loads the page again to see it (open in send_head, os.listdir in list_directory: each time)",
		Hint:  "look at the directory at each request; what is kept from the last one must be thrown away where the file is another",
		Try:   "echo a > f; curl http://127.0.0.1:8000/f; echo b > f; curl http://127.0.0.1:8000/f",
		Run: func(t *check.T) {
			for range 2 {
				content := t.Letters(9) + "\n"
				t.File("f.txt", content)
				http1.Get(t, "/f.txt").WantStatus(200).WantBody(content)
			}
			wantNames(t, http1.Get(t, "/").WantStatus(200), "/", "f.txt")
			t.File("new.txt", "new\n")
			wantNames(t, http1.Get(t, "/").WantStatus(200), "/", "f.txt", "new.txt")
		},
	},
	{
		Name:  "directory-made-again",
		Title: "a directory that was removed and made again is served as it is now",
		Level: check.Beyond,
		Needs: []string{"changed-file"},
		Why:   "rm -r dist && make is what a developer does all day; a directory that is kept open is the one that was removed",
		Hint:  "open files by the directory's path, from its root on, at each request; os.chdir, once, keeps the old one",
		Try:   "mkdir new; echo b > new/f; mv www old; mv new www; curl http://127.0.0.1:8000/f",
		Run: func(t *check.T) {
			t.File("f.txt", "old\n")
			http1.Get(t, "/f.txt").WantStatus(200).WantBody("old\n")
			if err := os.Rename(t.Dir(), t.Dir()+"-old"); err != nil {
				t.Skip("this system keeps the directory where it is: %v", err)
			}
			t.Note("the served directory is moved away, and another one is made in its place")
			content := t.Letters(9) + "\n"
			t.File("f.txt", content)
			http1.Get(t, "/f.txt").WantStatus(200).WantBody(content)
			wantNames(t, http1.Get(t, "/").WantStatus(200), "/", "f.txt")
		},
	},
	{
		Name:  "closes-files",
		Title: "each file that is opened is closed again",
		Level: check.Article,
		Needs: []string{"listing", "head", "not-found", "redirect"},
		Why:   "a process may have some hundred files open, and then open fails for everybody (f.close in do_GET and do_HEAD)",
		Hint:  "close the file whatever comes of the answer, a 304 or a 416, too; and the directory that you have listed",
		Try:   "for i in $(seq 2000); do curl -s http://127.0.0.1:8000/a; done | sort | uniq -c",
		Run: func(t *check.T) {
			t.File("a.txt", "a\n")
			t.File("sub/b.txt", "b\n")
			ask := func(times int) {
				for i := range times {
					if i > 0 {
						t.Fold("%d requests for two files and a directory were answered as they should be", 7*i)
					}
					for _, target := range []string{"/a.txt", "/sub/", "/nothing"} {
						http1.Get(t, target).WantStatus(200, 404)
					}
					http1.Do(t, "HEAD /a.txt HTTP/1.0\r\n\r\n").WantStatus(200)
					http1.Get(t, "/sub").WantStatus(301, 302, 307, 308)
					http1.Do(t, "GET /a.txt HTTP/1.0\r\nIf-Modified-Since: "+time.Now().UTC().Format(http.TimeFormat)+"\r\n\r\n").WantStatus(200, 304)
					http1.Do(t, "GET /a.txt HTTP/1.0\r\nRange: bytes=99-\r\n\r\n").WantStatus(200, 416)
				}
			}
			ask(3)
			before := t.OpenFiles()
			ask(7)
			t.Fold("before, the program had %d files and directories open; since then it has answered 49 requests for two files and a directory", before)
			t.ExpectOpenFiles(before)
		},
	},
}
