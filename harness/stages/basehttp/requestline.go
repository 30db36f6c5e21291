package basehttp

import (
	"slices"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// requestLineChecks are about the first line of a request: method, target and
// version, and how the method finds its handler.
var requestLineChecks = []check.Check{
	{
		Name:  "target",
		Title: "the answer shows the target that was asked for",
		Level: check.Article,
		Needs: []string{"length"},
		Why:   "the second word of the request line is what a client wants; parse_request keeps it, as it came, in self.path",
		Hint:  "split the request line at its spaces and put the second word into the body, every byte as it came: nothing decoded, nothing tidied",
		Try:   "curl 'http://127.0.0.1:8000/harvest?field=maize'",
		Run: func(t *check.T) {
			target := "/" + t.Letters(5) + strings.ToUpper(t.Letters(3)) + "%41//b?" + t.Letters(4) + "=" + t.Letters(4) + "?+%2f"
			http1.Get(t, target).WantStatus(200).WantBodyHas(target)
		},
	},
	{
		Name:  "method",
		Title: "the method decides who answers, and the answer shows it",
		Level: check.Article,
		Needs: []string{"target", "next-client"},
		Why:   "handle_one_request looks for a method called do_ and the request's first word: do_GET, do_POST",
		Hint:  "the first word of the request line chooses the function; let each put its name into the body",
		Try:   "curl -d hello http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			http1.Get(t, "/").WantStatus(200).WantBodyHas("GET")
			http1.Do(t, "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello").WantStatus(200).WantBodyHas("POST")
		},
	},
	{
		Name:  "unknown-method",
		Title: "a method that nobody handles is answered with 501",
		Level: check.Article,
		Needs: []string{"length"},
		Why:   "without a do_BREW there is nobody to ask, and the client must hear it (send_error(501) in handle_one_request)",
		Hint:  "answer 501 for a first word that you have no function for, before you look at the target",
		Try:   "curl -i -X BREW http://127.0.0.1:8000/",
		Run:   func(t *check.T) { http1.Do(t, "BREW / HTTP/1.0\r\n\r\n").WantStatus(501) },
	},
	{
		Name:  "lowercase-method",
		Title: "get is not GET",
		Level: check.Article,
		Needs: []string{"unknown-method"},
		Why:   "methods are case-sensitive (RFC 9110, section 9.1): there is a do_GET and no do_get",
		Hint:  "compare the method as it came",
		Try:   "curl -i -X get http://127.0.0.1:8000/",
		Run:   func(t *check.T) { http1.Do(t, "get / HTTP/1.0\r\n\r\n").WantStatus(501) },
	},
	{
		Name:  "head",
		Title: "HEAD is answered with the head of GET, and no body",
		Level: check.Article,
		Needs: []string{"length"},
		Why:   "HEAD asks what GET would say; a client expects no body, whatever Content-Length announces (do_HEAD)",
		Hint:  "answer as for GET, Content-Length included, and leave out the body",
		Try:   "curl -I http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			get := http1.Get(t, "/").WantStatus(200)
			t.Fold("GET / is answered with Content-Length: %s", get.Get("Content-Length"))
			c := t.Connect()
			head := http1.DoOn(c, "HEAD / HTTP/1.0\r\n\r\n").WantStatus(200)
			c.ExpectNothing()
			// The body shows the method, whose name is longer by a letter.
			wanted := []int{announced(get), announced(get) + strings.Count(get.Body, "GET"), -1}
			if announced(get) >= 0 && !slices.Contains(wanted, announced(head)) {
				head.FailField("Content-Length", "wanted the Content-Length that GET is answered with, %q", get.Get("Content-Length"))
			}
		},
	},
	{
		Name:  "long-target",
		Title: "a target of 8,000 bytes is read whole",
		Level: check.Article,
		Needs: []string{"target"},
		Why:   "links with a long query are ordinary, and RFC 9112 asks for at least 8,000 bytes of request line (rfile.readline(65537))",
		Hint:  `do not stop at the size of your buffer: read until "\n"`,
		Try:   "curl -s http://127.0.0.1:8000/$(printf %08000d 0) | tail -c 20",
		Run: func(t *check.T) {
			target := "/" + strings.Repeat("a", 7990) + t.Letters(9)
			http1.Get(t, target).WantStatus(200).WantBodyHas(target[len(target)-9:])
		},
	},
	{
		Name:  "survives-nonsense",
		Title: "a client that does not speak HTTP harms nobody else",
		Level: check.Article,
		Needs: []string{"length"},
		Why:   "a port on a network is visited by everybody; one bad request line must not end the server (handle_error)",
		Hint:  "when the request line has no three words, answer 400, close, and go on with the loop",
		Try:   "echo hello | nc 127.0.0.1 8000; curl http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			for _, nonsense := range []string{"\r\n", "hello\r\n\r\n", "\x00\xff\xfe\r\n\r\n", "GET\r\n\r\n"} {
				c := t.Connect()
				c.Send(nonsense)
				c.CloseWrite()
				c.Rest()
			}
			http1.Get(t, "/").WantStatus(200)
		},
	},
}
