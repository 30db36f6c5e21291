package mistakes

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// baseHTTPHeads are mistakes in how the head of a request is read.
var baseHTTPHeads = []row[*right.Server]{
	{"decodes-the-target", "target", `wanted "/zcwxhYVC%41//b?ohjz=jlaw?+%2f" in the body`, "it shows the target decoded, not as it came",
		func(s *right.Server) {
			showPath(s, func(path string) string { decoded, _ := url.PathUnescape(path); return decoded })
		}},
	{"tidies-the-target", "target", `wanted "/zcwxhYVC%41//b?ohjz=jlaw?+%2f" in the body`, "it makes two slashes of a target one",
		func(s *right.Server) {
			showPath(s, func(path string) string { return strings.ReplaceAll(path, "//", "/") })
		}},
	{"drops-the-query", "target", `wanted "/zcwxhYVC%41//b?ohjz=jlaw?+%2f" in the body`, "it shows the target up to its question mark",
		func(s *right.Server) {
			showPath(s, func(path string) string { path, _, _ = strings.Cut(path, "?"); return path })
		}},
	{"lower-case-target", "target", `wanted "/zcwxhYVC%41//b?ohjz=jlaw?+%2f" in the body`, "it makes the request line lower case before it looks at it",
		func(s *right.Server) { showPath(s, strings.ToLower) }},
	{"last-of-its-name", "headers", `wanted "vcoh:JZJL" in the body`, "it keeps headers in a map, so that of two with one name the first is lost",
		func(s *right.Server) {
			s.Prepare = func(r *right.Request) {
				last := map[string]int{}
				for i, field := range r.Fields {
					last[strings.ToLower(field.Name)] = i
				}
				var kept []right.Field
				for i, field := range r.Fields {
					if last[strings.ToLower(field.Name)] == i || !strings.HasPrefix(field.Name, "X-") { // the others mean something
						kept = append(kept, field)
					}
				}
				r.Fields = kept
			}
		}},
	{"lower-case-values", "headers", `wanted "vcoh:JZJL" in the body`, "it makes a header's value lower case along with its name",
		func(s *right.Server) {
			s.Prepare = func(r *right.Request) {
				for i, field := range r.Fields {
					r.Fields[i].Value = strings.Map(lowerASCII, field.Value)
				}
			}
		}},
	{"splits-at-colon-and-blank", "headers", `wanted "hptdjs" in the body`, "it splits a header at a colon with a blank behind it, and knows none without",
		func(s *right.Server) {
			s.Split = func(line string) (name, value string, ok bool) {
				if name, value, ok = strings.Cut(line, ": "); !ok && strings.Contains(line, ":") {
					return "X-Skipped", "", true
				}
				return name, value, ok
			}
		}},
	{"echoes-the-request", "headers", "wanted the value without the blanks before it: this is the line as it was sent", "it parses no header, and sends back what it has received",
		func(s *right.Server) {
			var heard sync.Map
			s.In = func(conn net.Conn) io.Reader {
				all := &bytes.Buffer{}
				heard.Store(conn, all)
				return io.TeeReader(conn, all)
			}
			s.Answer = func(r *right.Request) right.Answer {
				all, _ := heard.Load(r.Conn)
				return right.Page(200, "text/plain", all.(*bytes.Buffer).String())
			}
		}},
	{"capital-host", "host", "wanted 200", "it knows Host, and not host",
		func(s *right.Server) {
			host := s.Host
			s.Host = func(r *right.Request) bool {
				for _, field := range r.Fields {
					if field.Name == "Host" {
						return host(r)
					}
				}
				return false
			}
		}},
	{"four-kib-of-line", "long-target", "wanted 200", "its request line ends at 4,096 bytes",
		func(s *right.Server) { s.MaxRequestLine = 4096 }},
	{"serves-what-is-cut", "cut-request", "an answer of success came to a request that was not complete", "the end of the stream is an empty line to it",
		func(s *right.Server) { s.Cut = func(*right.Request, error) error { return nil } }},
	{"waits-for-tls", "other-protocols", "wanted the connection closed", "it knows TLS when it sees it, and waits for the rest of the handshake",
		func(s *right.Server) {
			s.ReadLine = func(in *bufio.Reader, limit int) (string, error) {
				if first, _ := in.Peek(1); string(first) == "\x16" {
					io.Copy(io.Discard, in)
				}
				return right.ReadLine(in, limit)
			}
		}},
	{"shows-the-whole-url", "absolute-target", "wanted the target without scheme and host", "it takes a target with a scheme and a host for a path",
		func(s *right.Server) {
			s.Prepare = func(r *right.Request) { r.Path = r.Target }
		}},
	{"any-name", "header-name", "wanted 400", "a header's name is whatever stands before its colon",
		func(s *right.Server) {
			s.Name = func(name string) bool { return name != "" && !strings.ContainsAny(name, " \t\r\x00") }
		}},
	{"no-colon-no-header", "header-colon", "wanted 400", "it skips a line without a colon",
		func(s *right.Server) {
			s.Split = func(line string) (string, string, bool) {
				if name, value, found := strings.Cut(line, ":"); found || line[0] == ' ' || line[0] == '\t' {
					return name, value, found
				}
				return "X-Skipped", line, true
			}
		}},
	{"folds-are-headers", "folded-header", "wanted 400, or…", "it takes the line in which a header goes on for a header of its own",
		func(s *right.Server) {
			s.Split = func(line string) (string, string, bool) {
				if line[0] == ' ' || line[0] == '\t' {
					return "X-Folded", line, true
				}
				return strings.Cut(line, ":")
			}
		}},
	{"trims-lines", "folded-header", "wanted 400, or nothing of the line that begins with a blank", "it takes the blanks off the beginning of each header line",
		func(s *right.Server) {
			s.Split = func(line string) (string, string, bool) { return strings.Cut(strings.TrimLeft(line, " \t"), ":") }
		}},
	{"anything-in-brackets", "host-name", "wanted 400", "what is between a Host's brackets is an address to it",
		func(s *right.Server) {
			host := s.Host
			s.Host = func(r *right.Request) bool {
				return host(r) || len(r.All("Host")) == 1 && strings.HasPrefix(r.Get("Host"), "[") && strings.Contains(r.Get("Host"), "]")
			}
		}},
	{"any-percent-in-host", "host-name", "wanted 400", "it does not look behind a Host's %",
		func(s *right.Server) {
			host := s.Host
			s.Host = func(r *right.Request) bool {
				return host(r) || len(r.All("Host")) == 1 && strings.Contains(r.Get("Host"), "%") && r.Get("Host")[0] != '['
			}
		}},
	{"any-characters-in-host", "host", "wanted 400", "it wants one Host, and does not look at what it says",
		func(s *right.Server) { s.Host = func(r *right.Request) bool { return len(r.All("Host")) == 1 } }},
}

// showPath shows the target as change makes it.
func showPath(s *right.Server, change func(string) string) {
	s.Prepare = func(r *right.Request) { r.Path = change(r.Path) }
}

// twoRecvs reads up to a blank line, and at most twice.
func twoRecvs(conn net.Conn) io.Reader {
	received := make([]byte, 65536)
	n := 0
	for range 2 {
		more, _ := conn.Read(received[n:])
		n += more
		if bytes.Contains(received[:n], []byte("\n\r\n")) || bytes.Contains(received[:n], []byte("\n\n")) || more == 0 {
			break
		}
	}
	return bytes.NewReader(append(received[:n], "\r\n\r\n"...))
}

// readToBlankLine looks for one of two blank lines, and knows no third.
func readToBlankLine(conn net.Conn) io.Reader {
	var all []byte
	piece := make([]byte, 65536)
	for !bytes.Contains(all, []byte("\r\n\r\n")) && !bytes.Contains(all, []byte("\n\n")) {
		n, err := conn.Read(piece)
		all = append(all, piece[:n]...)
		if err != nil {
			break
		}
	}
	return bytes.NewReader(all)
}

// lowerASCII leaves the Kelvin sign what it is: to fold that is another mistake.
func lowerASCII(c rune) rune {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
