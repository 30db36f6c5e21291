package mistakes

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"unicode/utf8"

	"example.com/socket-tutorial/harness/mistakes/right"
)

var baseHTTP = []row[*right.Server]{
	{"hard-coded", "target", `wanted "/zcwxhYVC%41//b?ohjz=jlaw?+%2f" in the body`, "it says 200 OK and the same words to everybody, whatever the request was",
		func(s *right.Server) {
			s.Answer = func(*right.Request) right.Answer { return right.Page(200, "text/plain", "GET / by do_GET\n") }
		}},
	{"lf-for-crlf", "line-ends", `wanted "\r\n"`, `it ends the lines of its head with "\n" alone`,
		func(s *right.Server) {
			head := s.Head
			s.Head = func(r *right.Request, a right.Answer) string { return strings.ReplaceAll(head(r, a), "\r\n", "\n") }
		}},
	{"forgets-to-close", "closes", "wanted the connection closed", "it answers, and forgets to close the connection",
		func(s *right.Server) { s.Keeps = func(*right.Request) bool { return true } }},
	{"one-client", "next-client", "wanted it to run", "it serves one client and ends, the loop around accept is missing",
		func(s *right.Server) { s.Serve = right.OneClient }},
	{"prints-to-the-socket", "one-answer", "wanted nothing more", "it prints its log line to the socket, behind the answer",
		func(s *right.Server) {
			s.Answer = func(r *right.Request) right.Answer {
				a := right.Parsed(r)
				a.Text += "served " + r.Target + "\n"
				return a
			}
		}},
	{"counts-characters", "length", "wanted nothing more", "its Content-Length counts characters, not bytes",
		func(s *right.Server) {
			s.Answer = func(r *right.Request) right.Answer {
				a := right.Parsed(r)
				a.Length = int64(utf8.RuneCountInString(a.Text))
				return a
			}
		}},
	{"every-method", "unknown-method", "wanted 501", "it answers every method as if it were GET",
		func(s *right.Server) { s.Handles = func(string) bool { return true } }},
	{"any-case", "lowercase-method", "wanted 501", "it takes get for GET",
		func(s *right.Server) { s.Prepare = func(r *right.Request) { r.Method = strings.ToUpper(r.Method) } }},
	{"body-for-head", "head", "wanted nothing more", "it answers HEAD with a body",
		func(s *right.Server) { s.HasBody = func(*right.Request, right.Answer) bool { return true } }},
	{"ends-at-nonsense", "survives-nonsense", "wanted it to run", "one request line that it does not understand ends the whole server",
		func(s *right.Server) {
			s.Refusal = func(r *right.Request, status int) right.Answer {
				if r.Version == "" && status == 400 {
					fmt.Fprintln(os.Stderr, "bad request line")
					os.Exit(1)
				}
				return right.Refusal(r, status)
			}
		}},
	{"sixteen-headers", "many-headers", `wanted "zcwxhyvcohjzjlawdejg" in the body`, "it has room for sixteen headers, and forgets the others",
		func(s *right.Server) {
			s.Prepare = func(r *right.Request) { r.Fields = r.Fields[:min(len(r.Fields), 16)] }
		}},
	{"splits-at-each-colon", "headers", `wanted "vcoh:JZJL" in the body`, "it splits a header at every colon, and keeps the first two pieces",
		func(s *right.Server) {
			s.Prepare = func(r *right.Request) {
				for i, field := range r.Fields {
					r.Fields[i].Value, _, _ = strings.Cut(field.Value, ":")
				}
			}
		}},
	{"waits-for-crlf", "bare-lf", "wanted a status line", `it reads up to "\r\n", and waits for ever for a client that types "\n"`,
		func(s *right.Server) { s.ReadLine = readToCRLF }},

	{"two-words-will-do", "bad-request-line", "wanted 400", "a request line needs no version to be served",
		func(s *right.Server) {
			s.Words = func(line string) []string { return append(strings.Split(line, " "), "HTTP/1.0", "HTTP/1.0")[:3] }
		}},
	{"any-version", "http-version", "wanted 505", "it does not look at the version",
		func(s *right.Server) { s.HTTP = func(string) int { return 0 } }},
	{"no-blank-line-first", "blank-lines-first", "wanted 200", "a blank line before the request is a bad request line to it",
		func(s *right.Server) { s.BlankLines = 0 }},
	{"any-target-byte", "control-bytes-in-target", "wanted 400", "its targets may hold a NUL",
		func(s *right.Server) {
			s.Path = func(r *right.Request) (string, bool) {
				path, _ := right.Path(r)
				return path, strings.HasPrefix(path, "/")
			}
		}},
	{"any-method", "method-characters", "wanted 400", "any word may be a method, though nobody handles it",
		func(s *right.Server) { s.Method = func(string) bool { return true } }},
	{"no-proxy-targets", "absolute-target", "wanted 200", "it knows no targets with a scheme",
		func(s *right.Server) {
			s.Path = func(r *right.Request) (string, bool) {
				path, ok := right.Path(r)
				return path, ok && path == r.Target
			}
		}},
	{"star-is-served", "asterisk-target", "wanted 400", "it takes * for a path",
		func(s *right.Server) {
			s.Path = func(r *right.Request) (string, bool) {
				path, ok := right.Path(r)
				return path, ok || path == "*"
			}
		}},
	{"a-megabyte-of-line", "endless-request-line", "wanted 414", "its limit for a request line is a megabyte",
		func(s *right.Server) { s.MaxRequestLine = 1 << 20 }},
	{"utf8-values", "any-byte-in-a-value", "wanted 200", "it refuses a header whose value is no UTF-8",
		func(s *right.Server) {
			value := s.Value
			s.Value = func(v string) bool { return value(v) && utf8.ValidString(v) }
		}},
	{"trims-names", "space-before-colon", "wanted 400", "it takes the blanks off a header's name",
		func(s *right.Server) {
			s.Split = func(line string) (name, value string, ok bool) {
				name, value, ok = strings.Cut(line, ":")
				return strings.TrimRight(name, " \t"), value, ok
			}
		}},
	{"any-values", "control-bytes-in-header", "wanted 400", "its headers may hold a NUL",
		func(s *right.Server) { s.Value = func(string) bool { return true } }},
	{"unlimited-headers", "too-many-headers", "wanted 431", "it reads headers for ever",
		func(s *right.Server) { s.MaxHeaders = 1 << 20 }},
	{"any-host", "host", "wanted 400", "it does not look at Host",
		func(s *right.Server) { s.Host = func(*right.Request) bool { return true } }},
	{"closes-at-once", "keep-alive", "wanted a status line", "it closes after each answer, and does not say so",
		func(s *right.Server) { s.Drain = func(*bufio.Reader, *right.Request) bool { return false } }},
	{"any-length", "content-length", "wanted 400", "it takes a Content-Length that is no number for 0",
		func(s *right.Server) {
			length := s.Length
			s.Length = func(values []string) (int64, bool) { n, _ := length(values); return n, true }
		}},
	{"body-is-a-request", "body-of-a-get", "wanted nothing more", "it keeps the connection and leaves a GET's body unread, so the body is taken for the next request",
		func(s *right.Server) { s.Drain = func(*bufio.Reader, *right.Request) bool { return true } }},
}

// baseHTTPArticle are mistakes of servers that are at the article's level: they are
// held to its checks and to the one that blames them.
var baseHTTPArticle = []row[*right.Server]{
	{"one-recv", "split-request", "wanted 200", "it takes what one recv returns for the whole request",
		func(s *right.Server) {
			s.In = func(conn net.Conn) io.Reader {
				received := make([]byte, 65536)
				n, _ := conn.Read(received)
				return bytes.NewReader(append(received[:n], "\r\n\r\n"...))
			}
		}},
	{"two-recvs", "bytewise", "wanted 200", "it calls recv a second time where a request is not complete, and not a third time",
		func(s *right.Server) { s.In = twoRecvs }},
	{"one-kind-of-line-end", "bare-lf", "wanted a status line", `it looks for "\r\n\r\n" or "\n\n", and waits for ever for a client that mixes them`,
		func(s *right.Server) { s.In = readToBlankLine }},
	{"hangs-up-on-half-closes", "half-close", "wanted a status line", "a client that has closed its half is gone to it",
		func(s *right.Server) {
			changeHead(s, func(r *right.Request, head string) string {
				hangUpAtEOF(r)
				return head
			})
		}},
	{"answers-too-early", "waits-for-the-blank-line", "wanted nothing more", "it sends the status line when it has read the request line, before the headers are there",
		func(s *right.Server) {
			s.Begun = func(r *right.Request) {
				if s.Handles(r.Method) {
					io.WriteString(r.Conn, "HTTP/1.0 200 OK\r\n")
				}
			}
			head := s.Head
			s.Head = func(r *right.Request, a right.Answer) string {
				all := head(r, a)
				return strings.TrimPrefix(all, "HTTP/1.0 200 OK\r\n")
			}
		}},
	{"one-at-a-time", "silent-client", "wanted a status line", "it serves one client after the other, so a silent one keeps everybody waiting",
		func(s *right.Server) { s.Serve = right.OneAtATime }},
}

// readToCRLF does not know lines that end otherwise.
func readToCRLF(in *bufio.Reader, limit int) (string, error) {
	all := ""
	for {
		part, err := in.ReadString('\n')
		all += part
		text, complete := strings.CutSuffix(all, "\r\n")
		switch {
		case len(text) > limit:
			return "", right.ErrLong
		case err != nil:
			return all, err
		case complete:
			return text, nil
		}
	}
}
