package right

import (
	"bufio"
	"errors"
	"regexp"
	"strings"
)

// Rules are what a request may look like. Those that return a status return 0
// where all is well.
type Rules struct {
	MaxRequestLine, MaxLine, MaxHead, MaxBody int // bytes
	MaxHeaders                                int
	BlankLines                                int // before a request line
	ReadLine                                  func(in *bufio.Reader, limit int) (string, error)
	Words                                     func(line string) []string // of a request line
	Method                                    func(method string) bool   // whether it may be one
	HTTP                                      func(version string) int   // a status
	Path                                      func(r *Request) (string, bool)
	Split                                     func(line string) (name, value string, ok bool)
	Name, Value                               func(string) bool
	Host                                      func(r *Request) bool
	Length                                    func(values []string) (int64, bool) // of Content-Length
	Coding                                    func(values []string) int           // of Transfer-Encoding: a status
	Framing                                   func(r *Request) int                // what both together say
	Expect                                    func(r *Request) int
	Begun                                     func(r *Request) // the request line is read
	Prepare                                   func(r *Request) // the header is read
	ChunkLine                                 func(in *bufio.Reader) (string, bool)
	ChunkSize                                 func(digits string) (int, bool)
	ChunkExtension                            func(text string) bool
	ChunkLines                                func(lines, body int) bool // bytes of all lines, and of what is in them
	Chunk                                     func(in *bufio.Reader, size int) (string, bool)
	ChunkEnd                                  func(in *bufio.Reader) bool
	Trailers                                  func(rules *Rules, in *bufio.Reader, r *Request) bool
	ReadBody                                  func(rules *Rules, in *bufio.Reader, r *Request) int
	Cut                                       func(r *Request, err error) error // the stream ends in a head
}

var (
	token       = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
	versionForm = regexp.MustCompile(`^HTTP/\d\.\d$`)
	hostForm    = regexp.MustCompile(`^(([\w.~!$&'()*+;=-]|%[0-9A-Fa-f]{2})*|\[[0-9A-Fa-f:.]+\])(:\d*)?$`)
	digits      = regexp.MustCompile(`^\d{1,18}$`)
	hexDigits   = regexp.MustCompile(`^[0-9A-Fa-f]{1,8}$`)
)

// ErrLong is what ReadLine returns of a line above its limit.
var ErrLong = errors.New("line too long")

// NewRules returns the rules of RFC 9112.
func NewRules() Rules {
	return Rules{
		MaxRequestLine: 65536, MaxLine: 65536, MaxHeaders: 100, MaxHead: 256 << 10, MaxBody: 1 << 20,
		BlankLines: 4,
		ReadLine:   ReadLine,
		Words:      func(line string) []string { return strings.Split(line, " ") },
		Method:     token.MatchString,
		HTTP: func(version string) int {
			switch {
			case !versionForm.MatchString(version):
				return 400
			case version[5] > '1':
				return 505
			}
			return 0
		},
		Path:  Path,
		Split: func(line string) (string, string, bool) { return strings.Cut(line, ":") },
		Name:  token.MatchString,
		Value: func(value string) bool { return !hasControl(strings.ReplaceAll(value, "\t", "")) },
		Host: func(r *Request) bool {
			hosts := r.All("Host")
			return len(hosts) == 1 && hostForm.MatchString(hosts[0])
		},
		Length: func(values []string) (int64, bool) { return length(values) },
		Coding: func(values []string) int {
			if len(values) == 1 && lower(values[0]) == "chunked" {
				return 0
			}
			return 501
		},
		Framing: func(r *Request) int {
			if r.Chunked && (r.Get("Content-Length") != "" || r.Version == "HTTP/1.0") {
				return 400
			}
			return 0
		},
		Expect: func(r *Request) int {
			if expect := r.Get("Expect"); expect == "" || strings.EqualFold(expect, "100-continue") {
				return 0
			}
			return 417
		},
		Begun: func(*Request) {}, Prepare: func(*Request) {},
		Cut: func(_ *Request, err error) error { return err },

		ChunkLine:      chunkLine,
		ChunkSize:      chunkSize,
		ChunkExtension: func(text string) bool { return len(text) < 4096 && !hasControl(text) },
		ChunkLines:     func(lines, body int) bool { return lines <= 16<<10+16*body },
		Chunk:          chunk,
		ChunkEnd:       chunkEnd,
		Trailers:       skipTrailers,
		ReadBody:       (*Rules).readBody,
	}
}

// Path returns the request's target without scheme and host, and whether it may
// be a target.
func Path(r *Request) (string, bool) {
	path := r.Target
	if rest, absolute := strings.CutPrefix(path, "http://"); absolute {
		_, path, _ = strings.Cut(rest, "/")
		path = "/" + path
	}
	return path, strings.HasPrefix(path, "/") && !hasControl(path)
}

// lower is strings.ToLower for ASCII alone: the KELVIN SIGN is no k.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, text)
}

func hasControl(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] == 0x7f {
			return true
		}
	}
	return false
}

// length returns the number that all of values are.
func length(values []string) (n int64, ok bool) {
	for _, value := range values {
		if !digits.MatchString(value) || value != values[0] {
			return 0, false
		}
	}
	return number(values[0]), true
}

func number(decimal string) (n int64) {
	for i := range len(decimal) {
		n = 10*n + int64(decimal[i]-'0')
	}
	return n
}
