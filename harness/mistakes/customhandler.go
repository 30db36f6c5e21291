package mistakes

import (
	"bufio"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"example.com/socket-tutorial/harness/mistakes/right"
)

var customHandler = []row[*right.Application]{
	{"forgets-end-headers", "hello", "wanted a header field, NAME: VALUE, or the empty line that ends the head", "its head has no end: the blank line is missing, and the body is taken for a header",
		func(a *right.Application) {
			head := a.Head
			a.Head = func(r *right.Request, answer right.Answer) string { return strings.TrimSuffix(head(r, answer), "\r\n") }
		}},
	{"hello-in-one-byte-less", "hello", `wanted "\r\n"`, `it ends its body with "\n" alone`,
		func(a *right.Application) { a.Greeting = "hello world\n" }},
	{"port-of-its-own", "hello", "nobody accepts connections at …, where the program was told to listen; it listens at …", "it listens at the article's address, whatever port it was given; here, at any free one",
		func(a *right.Application) {
			a.Listen = func(string) (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") }
		}},
	{"no-type", "type", "wanted a field Content-type: text/html", "it does not say what its bytes are",
		func(a *right.Application) {
			a.Hello = func(*right.Request) right.Answer {
				return right.Answer{Status: 200, Text: a.Greeting, Length: int64(len(a.Greeting))}
			}
		}},
	{"head-in-lf", "head-first", `wanted "\r\n"`, `it ends the lines of its head with "\n" alone`,
		func(a *right.Application) {
			head := a.Head
			a.Head = func(r *right.Request, answer right.Answer) string {
				return strings.ReplaceAll(head(r, answer), "\r\n", "\n")
			}
		}},
	{"says-when-done", "end", "wanted nothing more", "it writes what it wants to tell its user into the connection, behind the body",
		func(a *right.Application) {
			a.Hello = func(*right.Request) right.Answer {
				answer := a.Greet(a.Greeting)
				answer.Text += "Done.\n"
				return answer
			}
		}},
	{"logs-to-stdout", "log", `wanted 127.0.0.1 - - [DD/Mon/YYYY HH:MM:SS] "GET / HTTP/1.1" 200 -`, "it prints its log line to stdout, where a pipe takes it for output",
		func(a *right.Application) { a.Log = right.LogTo(os.Stdout, right.Escaped) }},
	{"greets-every-method", "unknown-method", "wanted 501", "it greets whoever comes, whatever the method",
		func(a *right.Application) { a.Handles = func(string) bool { return true } }},
	{"remembers", "next-client", "wanted the end of the body", "it keeps its body in the server, so the second client gets two greetings",
		func(a *right.Application) {
			said := ""
			a.Hello = func(*right.Request) right.Answer {
				said += a.Greeting
				return a.Greet(said)
			}
		}},
	{"one-at-a-time", "silent-client", "wanted a status line", "it serves one client after the other, so a silent one keeps everybody waiting",
		func(a *right.Application) { a.Serve = right.OneAtATime }},
	{"one-route", "second-route", "wanted 404", "every path is a route to it",
		func(a *right.Application) {
			route := a.Route
			a.Route = func(r *right.Request) func(*right.Request) right.Answer {
				if answer := route(r); answer != nil {
					return answer
				}
				return a.Hello
			}
		}},
	{"plus-stays-plus", "form", `wanted "hello An Na" in the body`, "it decodes a form as if it were a path, where a plus is a plus",
		func(a *right.Application) {
			a.Form = func(body string) string { return right.Form(strings.ReplaceAll(body, "+", "%2B")) }
		}},
	{"counts-characters", "form", "wanted nothing more", "its Content-Length counts characters, not bytes",
		func(a *right.Application) {
			greet := a.Routes["POST /greet"]
			a.Routes["POST /greet"] = func(r *right.Request) right.Answer {
				answer := greet(r)
				answer.Length = int64(utf8.RuneCountInString(answer.Text))
				return answer
			}
		}},
	{"latin-1-names", "form", "wanted \"hello \\xe4\\xbc\\x9f\" in the body", "it makes a character of each byte of a name",
		func(a *right.Application) {
			a.Form = func(body string) string {
				var characters []rune
				for _, b := range []byte(right.Form(body)) {
					characters = append(characters, rune(b))
				}
				return string(characters)
			}
		}},
	{"form-in-one-read", "form-in-pieces", "wanted \"hello W\\xc3\\xbc\" in the body", "it takes what one recv returns for the whole form",
		func(a *right.Application) {
			a.ReadBody = func(_ *right.Rules, in *bufio.Reader, r *right.Request) int {
				body := make([]byte, r.Length)
				n, _ := in.Read(body)
				r.Body = string(body[:n])
				return 0
			}
		}},
	{"no-escapes", "form-is-no-markup", "wanted it escaped, as in &lt;b&gt;", "it writes the name into its page as it is",
		func(a *right.Application) { a.Display = func(text string) string { return text } }},
	{"route-by-its-beginning", "second-route", "wanted 404", "whatever begins with /count is that route to it",
		func(a *right.Application) {
			route := a.Route
			a.Route = func(r *right.Request) func(*right.Request) right.Answer {
				if strings.HasPrefix(r.Path, "/count") {
					return a.Routes["GET /count"]
				}
				return route(r)
			}
		}},
	{"splits-at-each-equals", "form-fields", `wanted "hello a=b" in the body`, "it splits a form at every =, and takes the second piece",
		func(a *right.Application) {
			a.Form = func(body string) string { return right.Form("name=" + strings.Split(body+"=", "=")[1]) }
		}},
	{"first-field", "form-fields", `wanted "hello a=b" in the body`, "it takes the first field for the name, whatever it is called",
		func(a *right.Application) {
			a.Form = func(body string) string {
				_, value, _ := strings.Cut(body, "=")
				value, _, _ = strings.Cut(value, "&")
				return right.Form("name=" + value)
			}
		}},
	{"one-buffer", "forms-side-by-side", `wanted "hello …`, "it collects the form in a variable of the whole program",
		func(a *right.Application) {
			shared := make(chan string, 1)
			shared <- ""
			a.Prepare = func(*right.Request) { <-shared; shared <- "" }
			a.ReadBody = func(_ *right.Rules, in *bufio.Reader, r *right.Request) int {
				for left := int(r.Length); left > 0; {
					piece := make([]byte, left)
					n, err := in.Read(piece)
					if err != nil {
						return 400
					}
					left -= n
					shared <- <-shared + string(piece[:n])
				}
				r.Body = <-shared
				shared <- r.Body
				return 0
			}
		}},
	{"one-name", "forms-side-by-side", `wanted "hello …`, "it keeps the name in a variable of the whole program, until the page is made",
		func(a *right.Application) {
			var name atomic.Value
			a.Form = func(body string) string {
				name.Store(right.Form(body))
				time.Sleep(5 * time.Millisecond) // it writes its log, say
				return name.Load().(string)
			}
		}},
}
