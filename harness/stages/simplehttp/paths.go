package simplehttp

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// pathsChecks are about the way from a request's target to a file's name.
var pathsChecks = []check.Check{
	{
		Name:  "percent-encoding",
		Title: "%20 in a target is a blank in the file's name",
		Level: check.Article,
		Needs: []string{"next-client"},
		Why:   "a target may not hold blanks and much else, so a client writes them as % and two digits (urllib.unquote in translate_path)",
		Hint:  "decode after the query has been cut off, once, byte by byte; a plus stays a plus",
		Try:   "curl http://127.0.0.1:8000/a%20b.txt",
		Run: func(t *check.T) {
			t.File("a b.txt", "blank\n")
			t.File("a+b.txt", "plus\n")
			t.File("50%25.txt", "percent\n")
			http1.Get(t, "/a%20b.txt").WantStatus(200).WantBody("blank\n")
			http1.Get(t, "/a+b.txt").WantStatus(200).WantBody("plus\n")
			http1.Get(t, "/50%2525.txt").WantStatus(200).WantBody("percent\n")
			http1.Get(t, "/%61%20%62%2etxt").WantStatus(200).WantBody("blank\n")
		},
	},
	{
		Name:  "utf8-name",
		Title: "a name in Chinese is found by its bytes in UTF-8",
		Level: check.Article,
		Needs: []string{"next-client"},
		Why:   "%E9%AB%98 are three bytes and one character; the file system has the bytes (translate_path)",
		Hint:  "decode the percent signs to bytes first, then make a name of all of them",
		Try:   "curl http://127.0.0.1:8000/%E9%AB%98%E7%B2%B1.txt",
		Run: func(t *check.T) {
			t.File("高粱.txt", "sorghum\n")
			http1.Get(t, "/%E9%AB%98%E7%B2%B1.txt").WantStatus(200).WantBody("sorghum\n")
			http1.Get(t, "/%e9%ab%98%e7%b2%b1.txt").WantStatus(200).WantBody("sorghum\n")
		},
	},
	{
		Name:  "query",
		Title: "what follows a question mark is no part of the name",
		Level: check.Article,
		Needs: []string{"file"},
		Why:   "pages put a version there to get past a cache (path.split('?',1)[0] in translate_path)",
		Hint:  "cut the target at its first question mark, before you decode: %3F is part of a name",
		Try:   "curl 'http://127.0.0.1:8000/hello.txt?v=2'",
		Run: func(t *check.T) {
			t.File("hello.txt", "hello\n")
			http1.Get(t, "/hello.txt?v=2&x=/../y?z").WantStatus(200).WantBody("hello\n")
		},
	},
	{
		Name:  "folders",
		Title: "files in folders are served",
		Level: check.Article,
		Needs: []string{"next-client"},
		Why:   "translate_path joins the words between the slashes; two slashes are one",
		Hint:  "join the parts with your system's separator and skip the empty ones",
		Try:   "curl http://127.0.0.1:8000/sub/deep/f.txt",
		Run: func(t *check.T) {
			t.File("sub/deep/f.txt", "deep\n")
			http1.Get(t, "/sub/deep/f.txt").WantStatus(200).WantBody("deep\n")
			http1.Get(t, "/sub//deep/./f.txt").WantStatus(200).WantBody("deep\n")
		},
	},
	{
		Name:  "dot-dot",
		Title: "/sub/../f.txt is /f.txt",
		Level: check.Article,
		Needs: []string{"folders"},
		Why:   "links in pages are written so, and not every client tidies them (posixpath.normpath in translate_path)",
		Hint:  "take .. as one step up, in the words of the path, before any file is touched",
		Try:   "curl --path-as-is http://127.0.0.1:8000/sub/../f.txt",
		Run: func(t *check.T) {
			t.File("f.txt", "top\n")
			t.File("sub/g.txt", "sub\n")
			http1.Get(t, "/sub/../f.txt").WantStatus(200).WantBody("top\n")
		},
	},
	{
		Name:  "never-outside",
		Title: "no target leads out of the served directory",
		Level: check.Article,
		Needs: []string{"next-client"},
		Why:   "the machine's other files are nobody's business; this is the mistake that makes the news (translate_path drops .. and drives)",
		Hint:  "decode first, then judge each part, and take none out: what is left is another path; .. at the top stays at the top; a name that begins like the directory's is not beneath it",
		Try:   "curl -i --path-as-is http://127.0.0.1:8000/../../../../etc/passwd",
		Run:   neverOutside,
	},
	{
		Name:  "long-name",
		Title: "a name too long for any file is answered with 404",
		Level: check.Article,
		Needs: []string{"not-found"},
		Why:   "open fails with ENAMETOOLONG instead of ENOENT, and the client's mistake is the same (except IOError in send_head)",
		Hint:  "every error of open that is about the name is a 404",
		Try:   "curl -i http://127.0.0.1:8000/$(printf %0300d 0)",
		Run: func(t *check.T) {
			http1.Get(t, "/"+strings.Repeat("a", 300)).WantStatus(404)
			http1.Get(t, "/"+strings.Repeat("a/", 3000)).WantStatus(404, 414)
		},
	},
}

// neverOutside asks for a file beside the served directory in every way known
// to have worked somewhere.
func neverOutside(t *check.T) {
	evil := t.Dir() + "_evil"
	defer os.RemoveAll(evil)
	secret := "secret-" + t.Letters(12)
	t.Must(os.Mkdir(evil, 0o755))
	t.Must(os.WriteFile(filepath.Join(evil, "secret.txt"), []byte(secret), 0o644))
	t.File("sub/inside.txt", "inside\n")
	t.Note("a file secret.txt lies in a folder beside the served one, whose name begins alike")
	name := filepath.Base(evil)
	full := filepath.ToSlash(filepath.Join(evil, "secret.txt"))
	targets := []string{
		"/../" + name + "/secret.txt", "/sub/../../" + name + "/secret.txt", "/%2e%2e/" + name + "/secret.txt",
		"/..%2f" + name + "%2fsecret.txt", "/..%5c" + name + "%5csecret.txt", `/..\` + name + `\secret.txt`,
		"/%252e%252e/" + name + "/secret.txt", "/%c0%ae%c0%ae/" + name + "/secret.txt", "/.%00./" + name + "/secret.txt",
		"/....//" + name + "/secret.txt", "/..././" + name + "/secret.txt", "/....%2f%2f" + name + "/secret.txt", `/....\\` + name + `\secret.txt`,
		"/" + full, "//" + full, "/" + url.PathEscape(full), "/" + strings.Repeat("../", 20) + full, "../" + name + "/secret.txt",
	}
	http1.Each(t, targets, func(target string) {
		c := t.Connect()
		c.Send(http1.NewGet(target))
		received := c.Rest()
		if at := strings.Index(received.Data, secret); at >= 0 {
			received.Fail(at, "wanted no file from outside the served directory")
		}
	})
}
