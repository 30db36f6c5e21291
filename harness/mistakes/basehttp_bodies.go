package mistakes

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// baseHTTPBodies are mistakes in where a request's body ends.
var baseHTTPBodies = []row[*right.Server]{
	{"body-in-one-recv", "body-in-pieces", `wanted "/zcwxhy" in the body`, "it takes what one recv returns for the whole body, and the rest for the next request",
		func(s *right.Server) {
			readBody(s, func(in *bufio.Reader, r *right.Request) int {
				n, _ := in.Read(make([]byte, r.Length))
				r.Body = strings.Repeat("x", n)
				return 0
			})
		}},
	{"leaves-the-body", "drained-body", "wanted 200", "it answers a POST and leaves its body in the stream, to be taken for the next request",
		func(s *right.Server) { readBody(s, func(*bufio.Reader, *right.Request) int { return 0 }) }},
	{"mute-expectation", "expect-100", "wanted a status line", "it waits for the body and does not say 100 Continue",
		func(s *right.Server) { s.Continue = func(*right.Request) string { return "" } }},
	{"any-expectation", "expect-something-else", "wanted 417", "it does not look at what is expected",
		func(s *right.Server) { s.Expect = func(*right.Request) int { return 0 } }},
	{"first-length", "two-lengths", "wanted 400", "of two Content-Lengths it takes the first",
		func(s *right.Server) {
			length := s.Length
			s.Length = func(values []string) (int64, bool) { return length(values[:1]) }
		}},
	{"coding-wins", "length-and-coding", "wanted 400", "where there is a Transfer-Encoding, it does not look at Content-Length",
		func(s *right.Server) {
			s.Framing = func(r *right.Request) int {
				if r.Chunked && r.Version == "HTTP/1.0" {
					return 400
				}
				return 0
			}
		}},
	{"ends-in-chunked", "transfer-encoding", "wanted 400 or 501", "a coding whose name ends in chunked is chunked to it",
		func(s *right.Server) {
			coding(s, func(value string) bool { return strings.HasSuffix(value, "chunked") })
		}},
	{"folds-unicode", "transfer-encoding", "wanted 400 or 501", "to it the KELVIN SIGN is a k in another case",
		func(s *right.Server) {
			coding(s, func(value string) bool { return strings.EqualFold(value, "chunked") })
		}},
	{"first-coding", "transfer-encoding", "wanted 400 or 501", "of several codings it looks at the first",
		func(s *right.Server) {
			coding(s, func(value string) bool { first, _, _ := strings.Cut(value, ","); return first == "chunked" })
		}},
	{"chunks-in-1.0", "chunked-in-1.0", "wanted 400", "it reads chunks in HTTP/1.0, too",
		func(s *right.Server) {
			s.Framing = func(r *right.Request) int {
				if r.Chunked && r.Get("Content-Length") != "" {
					return 400
				}
				return 0
			}
		}},
	{"underscore-is-a-hyphen", "underscore", "wanted a status line", "to it Content_Length is Content-Length",
		func(s *right.Server) {
			s.Prepare = func(r *right.Request) {
				for i, field := range r.Fields {
					r.Fields[i].Name = strings.ReplaceAll(field.Name, "_", "-")
				}
			}
		}},
	{"body-first", "huge-length", "wanted a status line", "it wants all of a GET's body before it answers",
		func(s *right.Server) {
			s.Prepare = func(r *right.Request) {
				if length, _ := strconv.ParseInt(r.Get("Content-Length"), 10, 64); r.Method == "GET" && r.Version == "HTTP/1.0" {
					io.CopyN(io.Discard, r.Conn, length)
				}
			}
		}},
	{"knows-no-chunks", "chunked", "wanted 200", "it takes a body in chunks for none",
		func(s *right.Server) {
			read := s.ReadBody
			s.ReadBody = func(rules *right.Rules, in *bufio.Reader, r *right.Request) int {
				if r.Chunked {
					return 0
				}
				return read(rules, in, r)
			}
		}},
	{"chunk-in-one-recv", "chunked", "wanted 200", "it takes what one recv returns for the whole chunk",
		func(s *right.Server) {
			s.Chunk = func(in *bufio.Reader, size int) (string, bool) {
				chunk := make([]byte, size)
				n, err := in.Read(chunk)
				return string(chunk[:n]), err == nil
			}
		}},
	{"obeys-trailers", "trailers", "wanted a status line", "it takes a Content-Length behind the body for a second body",
		func(s *right.Server) {
			s.Trailers = func(rules *right.Rules, in *bufio.Reader, _ *right.Request) bool {
				more := int64(0)
				for {
					line, ok := rules.ChunkLine(in)
					if !ok || line == "" {
						io.CopyN(io.Discard, in, more)
						return ok
					}
					if value, found := strings.CutPrefix(line, "Content-Length: "); found {
						more, _ = strconv.ParseInt(value, 10, 64)
					}
				}
			}
		}},
	{"size-with-blanks", "chunk-size", "wanted 400, or a 200 and then 400", "it takes blanks off a chunk's size",
		func(s *right.Server) {
			size := s.ChunkSize
			s.ChunkSize = func(digits string) (int, bool) { return size(strings.TrimSpace(digits)) }
		}},
	{"size-in-c", "chunk-size", "wanted 400, or a 200 and then 400", "it reads a chunk's size with strtol, which takes 0x and a sign",
		func(s *right.Server) {
			size := s.ChunkSize
			s.ChunkSize = func(digits string) (int, bool) { return size(strings.TrimPrefix(digits, "0x")) }
		}},
	{"chunk-lines-in-lf", "chunk-line", "wanted 400, or a 200 and then 400", `a chunk's line may end in "\n" alone`,
		func(s *right.Server) {
			s.ChunkLine = func(in *bufio.Reader) (string, bool) {
				line, err := in.ReadString('\n')
				return strings.TrimRight(line, "\r\n"), err == nil
			}
		}},
	{"skips-to-the-line-end", "chunk-end", "wanted 400, or a 200 and then 400", "behind a chunk it skips up to the end of the line",
		func(s *right.Server) {
			s.ChunkEnd = func(in *bufio.Reader) bool {
				_, err := in.ReadString('\n')
				return err == nil
			}
		}},
	{"any-number-of-extensions", "chunk-overhead", "wanted 400, or a 200 and then 400", "it limits each chunk's line, and not what all of them are together",
		func(s *right.Server) { s.ChunkLines = func(int, int) bool { return true } }},
	{"any-extension", "chunk-extension", "wanted 400, or a 200 and then 400", "it does not look at what stands behind a chunk's size",
		func(s *right.Server) { s.ChunkExtension = func(string) bool { return true } }},
}

// readBody replaces how the counted body of a request other than GET is read.
func readBody(s *right.Server, read func(in *bufio.Reader, r *right.Request) int) {
	rightly := s.ReadBody
	s.ReadBody = func(rules *right.Rules, in *bufio.Reader, r *right.Request) int {
		if r.Chunked || r.Method == "GET" {
			return rightly(rules, in, r)
		}
		return read(in, r)
	}
}

// coding takes what known says for chunked.
func coding(s *right.Server, known func(value string) bool) {
	s.Coding = func(values []string) int {
		if len(values) == 1 && known(values[0]) {
			return 0
		}
		return 501
	}
}

// forgetting loses what has been read ahead.
func forgetting(drain func(*bufio.Reader, *right.Request) bool) func(*bufio.Reader, *right.Request) bool {
	return func(in *bufio.Reader, r *right.Request) bool {
		ok := drain(in, r)
		in.Discard(in.Buffered())
		return ok
	}
}
