package mistakes

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// baseHTTPAnswers are mistakes in what is sent, and in how a connection and the
// program end.
var baseHTTPAnswers = []row[*right.Server]{
	{"body-alone", "answer", `wanted "HTTP/1."`, "it sends what it has to say, and no head before it",
		func(s *right.Server) { s.Head = func(*right.Request, right.Answer) string { return "" } }},
	{"no-reason", "status-line", "wanted a reason behind the status, as in 200 OK", "its status line ends behind the number",
		func(s *right.Server) {
			changeHead(s, func(_ *right.Request, head string) string {
				return strings.Replace(head, " "+http.StatusText(200), "", 1)
			})
		}},
	{"no-empty-line", "line-ends", "wanted a header field, NAME: VALUE, or the empty line that ends the head", "the empty line behind its headers is missing",
		func(s *right.Server) {
			changeHead(s, func(_ *right.Request, head string) string { return strings.TrimSuffix(head, "\r\n") })
		}},
	{"empty-line-in-lf", "line-ends", `wanted "\r\n"`, `the empty line behind its headers is "\n" alone`,
		func(s *right.Server) {
			changeHead(s, func(_ *right.Request, head string) string { return strings.TrimSuffix(head, "\r\n") + "\n" })
		}},
	{"lf-and-crlf", "line-ends", `wanted "\r\n"`, `it prints each line with "\n", and sends "\r\n" behind it`,
		func(s *right.Server) {
			changeHead(s, func(_ *right.Request, head string) string {
				return strings.ReplaceAll(strings.TrimSuffix(head, "\r\n"), "\r\n", "\n\r\n")
			})
		}},
	{"length-of-a-buffer", "length", "wanted 1024 bytes of body, as Content-Length says; received 16", "its Content-Length is the size of its buffer",
		func(s *right.Server) {
			s.Answer = func(r *right.Request) right.Answer {
				a := right.Parsed(r)
				a.Length = 1024
				return a
			}
		}},
	{"date-of-its-start", "date-and-server", "wanted another Date than at first: the clock has gone on", "it makes its Date once, when it starts",
		func(s *right.Server) {
			started := s.Date()
			s.Date = func() string { return started }
		}},
	{"date-in-local-time", "date-and-server", `wanted "…"`, "its Date is the time of its own zone, and says GMT",
		func(s *right.Server) {
			s.Date = func() string { return time.Now().Format(http.TimeFormat) }
		}},
	{"weekday-of-yesterday", "date-and-server", `wanted "…"`, "it takes Monday for the first day of a list that begins with Sunday",
		func(s *right.Server) {
			s.Date = func() string {
				now := time.Now().UTC()
				return now.AddDate(0, 0, -1).Format("Mon") + now.Format(", 02 Jan 2006 15:04:05 GMT")
			}
		}},
	{"resets", "closes", resetWords, "it ends connections with a reset",
		func(s *right.Server) { s.Close = reset }},
	{"head-says-nothing", "head", `wanted the Content-Length that GET is answered with, "16"`, "it answers HEAD with the length of what it sends, which is nothing",
		func(s *right.Server) {
			head := s.Head
			s.Head = func(r *right.Request, a right.Answer) string {
				if r.Method == "HEAD" {
					a.Length = 0
				}
				return head(r, a)
			}
		}},
	{"get-for-all", "method", `wanted "POST" in the body`, "it hands POST to what answers GET",
		func(s *right.Server) {
			s.Answer = func(r *right.Request) right.Answer {
				as := *r
				as.Method = "GET"
				return right.Parsed(&as)
			}
		}},
	{"body-for-head-in-1.1", "head-and-next", "wanted a status line, such as \"HTTP/1.0 200 OK\\r\\n\"", "it leaves the body away from HEAD where it closes the connection, and only there",
		func(s *right.Server) {
			s.HasBody = func(r *right.Request, a right.Answer) bool {
				return right.HasBody(r, a) || r.Version == "HTTP/1.1" && a.Status == 200
			}
		}},
	{"ends-with-a-client", "gone-client", "wanted it to run", "a failed recv ends the whole server",
		func(s *right.Server) {
			s.Failed = func(err error) {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}},
	{"ten-workers", "many-clients", "wanted a status line", "it has ten workers, and a client that says nothing keeps one of them",
		func(s *right.Server) {
			workers := make(chan bool, 10)
			s.Serve = func(listener net.Listener, handle func(net.Conn)) {
				right.Concurrently(listener, func(conn net.Conn) {
					workers <- true
					defer func() { <-workers }()
					handle(conn)
				})
			}
		}},
	{"trace-for-each-reset", "rude-clients", "a client that went away is no reason for a stack trace on stderr", "it prints a stack trace for each client that goes away",
		func(s *right.Server) { s.Failed = func(error) { os.Stderr.Write(debug.Stack()) } }},
	{"close-alone", "connection-close", "wanted the connection closed", "it knows Connection: close, and not Connection: TE, close, which Perl's LWP sends",
		func(s *right.Server) {
			s.Keeps = func(r *right.Request) bool {
				return s.Protocol != "HTTP/1.0" && r.Version != "HTTP/1.0" && !strings.EqualFold(r.Get("Connection"), "close")
			}
		}},
	{"panics-for-each-reset", "rude-clients", "a client that went away is no reason for a stack trace on stderr", "a thread of it panics, as in Rust, for each client that goes away",
		func(s *right.Server) {
			s.Failed = func(err error) {
				fmt.Fprintf(os.Stderr, "thread '<unnamed>' panicked at src/main.rs:24:49:\ncalled `Result::unwrap()` on an `Err` value: %v\n", err)
			}
		}},
	{"closes-over-input", "answer-arrives", resetWords, "it closes while input lies unread, which makes the kernel send a reset",
		func(s *right.Server) { s.Close = func(conn net.Conn) { conn.Close() } }},
	{"dies-of-ctrl-c", "ctrl-c", "wanted exit status 0", "it leaves the signal to the system, which kills it",
		func(s *right.Server) { s.Ctrl = func(*right.Server) {} }},
	{"close-in-lower-case", "connection-close", "wanted the connection closed", "it knows Connection: close in lower case only",
		func(s *right.Server) {
			s.Keeps = func(r *right.Request) bool {
				return s.Protocol != "HTTP/1.0" && r.Version != "HTTP/1.0" && r.Get("Connection") != "close"
			}
		}},
	{"says-1.0", "keep-alive", "wanted HTTP/1.1: in HTTP/1.0 a client takes each answer for the last one on its connection", "it keeps the connection, and says HTTP/1.0 in each status line",
		func(s *right.Server) {
			changeHead(s, func(_ *right.Request, head string) string { return strings.Replace(head, "HTTP/1.1", "HTTP/1.0", 1) })
		}},
	{"says-close-and-stays", "keep-alive", "wanted the connection kept for the next request", "it keeps the connection, and says Connection: close",
		func(s *right.Server) {
			changeHead(s, func(r *right.Request, head string) string {
				if s.Protocol == "HTTP/1.0" || r.Last {
					return head
				}
				return strings.TrimSuffix(head, "\r\n") + "Connection: close\r\n\r\n"
			})
		}},
	{"whole-requests-only", "pipelining", "wanted 200", "it keeps what has come behind a request only where that is a whole one",
		func(s *right.Server) {
			drain := s.Drain
			s.Drain = func(in *bufio.Reader, r *right.Request) bool {
				ok := drain(in, r)
				if more, _ := in.Peek(in.Buffered()); !bytes.Contains(more, []byte("\r\n\r\n")) {
					in.Discard(len(more))
				}
				return ok
			}
		}},
	{"a-reader-a-request", "pipelining", "wanted a status line", "it makes a new buffered reader for each request, and what the last one had read ahead is lost",
		func(s *right.Server) {
			drain := s.Drain
			s.Drain = forgetting(drain)
		}},
	{"silent-at-the-second", "nonsense-behind-a-request", "wanted a status line", "a bad request behind a good one is closed without a word",
		func(s *right.Server) {
			var served sync.Map
			s.Answer = func(r *right.Request) right.Answer {
				served.Store(r.Conn, true)
				return right.Parsed(r)
			}
			again := func(r *right.Request, a right.Answer) bool {
				_, again := served.Load(r.Conn)
				return again && a.Status == 400
			}
			head := s.Head
			s.Head = func(r *right.Request, a right.Answer) string {
				if again(r, a) {
					return ""
				}
				return head(r, a)
			}
			s.HasBody = func(r *right.Request, a right.Answer) bool { return right.HasBody(r, a) && !again(r, a) }
		}},
	{"falls-over-utf-8", "utf8-target", "wanted a status line", "what is no UTF-8 in a target makes it close without an answer",
		func(s *right.Server) {
			s.Prepare = func(r *right.Request) {
				if !utf8.ValidString(r.Target) {
					r.Conn.Close()
				}
			}
		}},
	{"errors-have-bodies", "head-refused", "wanted nothing more", "its error pages have a body whatever the method was",
		func(s *right.Server) {
			s.HasBody = func(r *right.Request, a right.Answer) bool { return right.HasBody(r, a) || a.Status >= 400 }
		}},
}

// resetWords is what the harness says where a connection ends with a reset.
const resetWords = "wanted a close and no reset: what is closed with input unread, or with SO_LINGER at 0, is reset by the kernel, and bytes on their way are lost"

// changeHead changes each head as it is sent.
func changeHead(s *right.Server, change func(r *right.Request, head string) string) {
	head := s.Head
	s.Head = func(r *right.Request, a right.Answer) string { return change(r, head(r, a)) }
}

func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

// hangUpAtEOF closes the connection before the answer if the client has closed its half,
// which may come a little behind the request.
func hangUpAtEOF(r *right.Request) {
	r.Conn.SetReadDeadline(time.Now().Add(150 * time.Millisecond))
	if _, err := r.Conn.Read(make([]byte, 1)); err == io.EOF {
		r.Conn.Close()
	}
}
