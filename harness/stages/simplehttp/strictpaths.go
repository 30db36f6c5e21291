package simplehttp

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// strictPathsChecks are about targets made to deceive.
var strictPathsChecks = []check.Check{
	{
		Name:  "nul-in-name",
		Title: "a NUL in the path is answered with 400 or 404",
		Level: check.Beyond,
		Needs: []string{"not-found"},
		Why:   "C ends a name at NUL: f.txt%00.jpg looks like a picture and opens f.txt (translate_path knows nothing of it)",
		Hint:  "after decoding, refuse a path that holds a byte 0",
		Try:   "curl -i http://127.0.0.1:8000/f.txt%00.jpg",
		Run: func(t *check.T) {
			t.File("f.txt", "hello\n")
			http1.Get(t, "/f.txt%00.jpg").WantStatus(400, 404)
			http1.Get(t, "/%00").WantStatus(400, 404)
		},
	},
	{
		Name:  "bad-percent",
		Title: "%zz is answered with 400, or with the file of that very name",
		Level: check.Beyond,
		Needs: []string{"percent-encoding", "not-found"},
		Why:   "two programs that decode it in two ways see two files (urllib.unquote leaves it as it is)",
		Hint:  "% and two hexadecimal digits; decide what anything else means, and stay with it",
		Try:   "curl -i http://127.0.0.1:8000/%zz",
		Run: func(t *check.T) {
			t.File("%zz", "percent\n")
			if r := http1.Get(t, "/%zz").WantStatus(200, 400); r.Status == 200 {
				r.WantBody("percent\n")
			}
			http1.Get(t, "/%").WantStatus(400, 404)
			http1.Get(t, "/%2").WantStatus(400, 404)
		},
	},
	{
		Name:  "absolute-target",
		Title: "GET http://a/f.txt asks for /f.txt",
		Level: check.Beyond,
		Needs: []string{"file"},
		Why:   "that is how a client talks to a proxy, and every server must take it (RFC 9112, section 3.2.2)",
		Hint:  "take off scheme and host where the target begins with http://",
		Try:   "curl -x http://127.0.0.1:8000 http://example.test/f.txt",
		Run: func(t *check.T) {
			t.File("f.txt", "hello\n")
			http1.Do(t, "GET http://a/f.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").WantStatus(200).WantBody("hello\n")
		},
	},
	{
		Name:  "redirect-stays-here",
		Title: "a redirect never leads to another host",
		Level: check.Beyond,
		Needs: []string{"redirect"},
		Why:   "a Location that begins with // names a host: a link to your server sends people to a stranger's (CVE-2021-28861 in send_head; browsers take \\ for /)",
		Hint:  "make the Location from the cleaned path, with exactly one slash in front; not from the target, nor from the Host that the client says",
		Try:   "curl -i --path-as-is http://127.0.0.1:8000//evil.example/..%2fsub",
		Run: func(t *check.T) {
			t.File("sub/f.txt", "hello\n")
			targets := []string{"//evil.example/%2f..%2fsub", "//evil.example/..%2fsub", "///evil.example/%2f../../sub", "//evil.example/../sub", `/\evil.example/../sub`, `/\evil.example/%2f..%2fsub`, "http://evil.example/sub"}
			http1.Each(t, targets, func(target string) {
				r := http1.Do(t, "GET "+target+" HTTP/1.1\r\nHost: "+t.Addr()+"\r\nConnection: close\r\n\r\n")
				where, err := url.Parse(strings.ReplaceAll(r.Get("Location"), `\`, "/"))
				if r.Get("Location") != "" && (err != nil || where.Host != "" && where.Host != t.Addr()) {
					r.FailField("Location", "wanted no other host than %s", t.Addr())
				}
			})
		},
	},
	{
		Name:  "no-line-ends-in-headers",
		Title: "a line end in a path never becomes one in the head",
		Level: check.Beyond,
		Needs: []string{"not-found", "redirect"},
		Why:   "%0d%0a in a redirect would let a stranger's link write headers of yours (CVE-2021-28861's neighbour; send_header checks nothing)",
		Hint:  "send the path as encoded as it came, or encode it again",
		Try:   "curl -i http://127.0.0.1:8000/sub%0d%0aSet-Cookie:%20a=b",
		Run: func(t *check.T) {
			name := "sub\r\nSet-Cookie: a=b"
			if os.Mkdir(filepath.Join(t.Dir(), name), 0o755) != nil {
				t.Note("a folder's name cannot hold line ends on %s, so there is none", runtime.GOOS)
			}
			for _, target := range []string{"/sub%0d%0aSet-Cookie:%20a=b", "/sub%0D%0ASet-Cookie:%20a=b?x", "/none%0d%0aSet-Cookie:%20a=b"} {
				http1.Get(t, target).WantStatus(301, 302, 307, 308, 400, 404).WantNoField("Set-Cookie")
			}
		},
	},
}
