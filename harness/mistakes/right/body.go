package right

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// readBody reads the body of r by its framing (RFC 9112, section 6), and returns the
// status that a wrong one deserves, or 0.
func (rules *Rules) readBody(in *bufio.Reader, r *Request) int {
	if r.Chunked {
		return rules.readChunks(in, r)
	}
	body := make([]byte, r.Length)
	if _, err := io.ReadFull(in, body); err != nil {
		return 400
	}
	r.Body = string(body)
	return 0
}

func (rules *Rules) readChunks(in *bufio.Reader, r *Request) int {
	var body strings.Builder
	for lines := 0; ; {
		line, ok := rules.ChunkLine(in)
		lines += len(line)
		digits, extension, _ := strings.Cut(line, ";")
		size, number := rules.ChunkSize(digits)
		if !ok || !number || !rules.ChunkExtension(extension) || body.Len()+size > rules.MaxBody || !rules.ChunkLines(lines, body.Len()+size) {
			return 400
		}
		if size == 0 {
			break
		}
		data, ok := rules.Chunk(in, size)
		if !ok || !rules.ChunkEnd(in) {
			return 400
		}
		body.WriteString(data)
	}
	r.Body = body.String()
	if !rules.Trailers(rules, in, r) {
		return 400
	}
	return 0
}

// chunkLine reads a line that ends in "\r\n" and nothing else.
func chunkLine(in *bufio.Reader) (string, bool) {
	line, err := in.ReadString('\n')
	text, ok := strings.CutSuffix(line, "\r\n")
	return text, err == nil && ok
}

func chunkSize(digits string) (int, bool) {
	size, err := strconv.ParseInt(digits, 16, 32)
	return int(size), err == nil && hexDigits.MatchString(digits)
}

// chunk reads as many bytes as the chunk has; they are no more than a body may have.
func chunk(in *bufio.Reader, size int) (string, bool) {
	data := make([]byte, size)
	_, err := io.ReadFull(in, data)
	return string(data), err == nil
}

func chunkEnd(in *bufio.Reader) bool {
	end := make([]byte, 2)
	_, err := io.ReadFull(in, end)
	return err == nil && string(end) == "\r\n"
}

// skipTrailers reads lines up to a blank one.
func skipTrailers(rules *Rules, in *bufio.Reader, _ *Request) bool {
	for size := 0; ; {
		line, ok := rules.ChunkLine(in)
		if size += len(line); !ok || line == "" || size > rules.MaxHead {
			return ok && line == ""
		}
	}
}
