package simplehttp

import (
	"net/url"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// directoriesChecks are about what a directory is answered with: a redirect,
// its index page, or its listing.
var directoriesChecks = []check.Check{
	{
		Name:  "redirect",
		Title: "a directory asked for without its last slash is redirected to it",
		Level: check.Article,
		Needs: []string{"next-client"},
		Why:   "the links of a page are relative to its last slash: without it they lead one directory too high (send_head: 301 and Location)",
		Hint:  "301, and Location: the path with a slash behind it",
		Try:   "curl -i http://127.0.0.1:8000/sub",
		Run: func(t *check.T) {
			t.File("sub/deep/f.txt", "hello\n")
			redirected(t, "/sub", "/sub/")
			redirected(t, "/sub/deep", "/sub/deep/")
		},
	},
	{
		Name:  "redirect-query",
		Title: "a redirect keeps the query",
		Level: check.Article,
		Needs: []string{"redirect", "query"},
		Why:   "whoever asked with ?x=1 wants it where he is sent (urlsplit in send_head)",
		Hint:  "the slash goes between the path and the question mark",
		Try:   "curl -i 'http://127.0.0.1:8000/sub?x=1'",
		Run: func(t *check.T) {
			t.File("sub/f.txt", "hello\n")
			redirected(t, "/sub?x=1&y=/", "/sub/?x=1&y=/")
		},
	},
	{
		Name:  "redirect-encoded",
		Title: "a redirect keeps the encoding of the name",
		Level: check.Article,
		Needs: []string{"redirect", "percent-encoding"},
		Why:   "a decoded blank in Location would end it, or the client would ask for another name (self.path, not path)",
		Hint:  "make it from the target as it came",
		Try:   "curl -i http://127.0.0.1:8000/a%20b%3F",
		Run: func(t *check.T) {
			t.File("a b%41/f.txt", "hello\n")
			redirected(t, "/a%20b%2541", "/a%20b%2541/")
		},
	},
	{
		Name:  "index",
		Title: "a directory with index.html is answered with that page",
		Level: check.Article,
		Needs: []string{"next-client", "content-type"},
		Why:   "that is what makes a site of a directory (for index in \"index.html\", \"index.htm\")",
		Hint:  "look for index.html, then index.htm; its bytes, type and length are the answer",
		Try:   "echo '<h1>home</h1>' > index.html; curl -i http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			t.File("index.html", "<h1>home</h1>\n")
			t.File("sub/index.htm", "<h1>sub</h1>\n")
			t.File("both/index.htm", "<h1>old</h1>\n")
			t.File("both/index.html", "<h1>new</h1>\n")
			http1.Get(t, "/").WantStatus(200).WantFieldPrefix("Content-type", "text/html").WantBody("<h1>home</h1>\n")
			http1.Get(t, "/sub/").WantStatus(200).WantBody("<h1>sub</h1>\n")
			http1.Get(t, "/both/").WantStatus(200).WantBody("<h1>new</h1>\n")
		},
	},
	{
		Name:  "empty-directory",
		Title: "an empty directory is a directory",
		Level: check.Article,
		Needs: []string{"file"},
		Why:   "a list of nothing is no error (list_directory)",
		Hint:  "200, with a page that has no names",
		Try:   "mkdir empty; curl -i http://127.0.0.1:8000/empty/",
		Run: func(t *check.T) {
			r := http1.Get(t, "/").WantStatus(200).WantFieldPrefix("Content-type", "text/html")
			if names := entries(t, r, "/"); len(names) > 0 {
				r.FailBody(names[0].name, "wanted no names")
			}
		},
	},
}

// redirected wants a permanent redirect from target to the other one, told as a
// path or as a whole URL of this server.
func redirected(t *check.T, target, to string) {
	r := http1.Get(t, target).WantStatus(301, 308)
	if r.Get("Location") == "" {
		r.WantField("Location", to)
	}
	base := &url.URL{Scheme: "http", Host: t.Addr(), Path: "/"}
	if here, err := url.Parse(target); err == nil {
		base = base.ResolveReference(here)
	}
	where, err := base.Parse(r.Get("Location"))
	if err != nil || where.Host != t.Addr() || where.RequestURI() != to && !strings.EqualFold(where.RequestURI(), to) {
		r.FailField("Location", "wanted %s", to)
	}
}
