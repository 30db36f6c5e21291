package main

// TODOs 14 to 16: where a body ends.

import (
	"bufio"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
)

// expectation answers a client that wants to hear, before it sends the body,
// that it may.
func expectation(conn net.Conn, r request) error {
	for _, value := range r.get("Expect") { // 14
		if !strings.EqualFold(value, "100-continue") {
			return refusal("417 Expectation Failed")
		}
		if *protocol >= "HTTP/1.1" && r.version >= "HTTP/1.1" {
			io.WriteString(conn, *protocol+" 100 Continue\r\n\r\n")
		}
	}
	return nil
}

// enough is how many bytes of a body are read.
const enough = 16 << 20

// framing returns how many bytes of body follow the head, or that they come in
// chunks.
func framing(r request) (length int64, chunked bool, err error) {
	lengths, codings := r.get("Content-Length"), r.get("Transfer-Encoding") // 15
	switch {
	case len(codings) > 0 && (r.version < "HTTP/1.1" || len(lengths) > 0 || len(codings) > 1 || !isChunked(codings[0])):
		return 0, false, badRequest
	case len(codings) > 0:
		return 0, true, nil
	case len(lengths) == 0:
		return 0, false, nil
	case len(lengths) > 1 || !digits.MatchString(lengths[0]):
		return 0, false, badRequest
	}
	if length, _ = strconv.ParseInt(lengths[0], 10, 64); length > enough {
		return 0, false, refusal("413 Content Too Large")
	}
	return length, false, nil
}

// isChunked does not let EqualFold take the KELVIN SIGN, of three bytes, for a k.
func isChunked(coding string) bool {
	return len(coding) == len("chunked") && strings.EqualFold(coding, "chunked")
}

var (
	digits = regexp.MustCompile(`^[0-9]{1,18}$`)
	// A chunk's line: its size, and an extension that nobody needs.
	chunkLine = regexp.MustCompile("^([0-9A-Fa-f]{1,15})(;[^\x00-\x08\x0a-\x1f\x7f]{0,1000})?\r\n$")
)

// skipChunks reads a body in chunks, and the trailers behind it.
func skipChunks(in *bufio.Reader) error {
	for total, lines := int64(0), 0; ; { // 16
		line, err := readLine(in)
		lines += len(line)
		match := chunkLine.FindStringSubmatch(line)
		if err == errTooLong || err == nil && match == nil {
			return badRequest
		}
		if err != nil {
			return err
		}
		size, _ := strconv.ParseInt(match[1], 16, 64)
		if size == 0 {
			return skipTrailers(in)
		}
		if total += size; total > enough {
			return refusal("413 Content Too Large")
		}
		if int64(lines) > 16<<10+16*total {
			return badRequest // the lines are more work than the body
		}
		if _, err := io.CopyN(io.Discard, in, size); err != nil {
			return err
		}
		var end [2]byte
		if _, err := io.ReadFull(in, end[:]); err != nil {
			return err
		}
		if string(end[:]) != "\r\n" {
			return badRequest
		}
	}
}

func skipTrailers(in *bufio.Reader) error {
	for range 100 {
		line, err := readLine(in)
		if err == errTooLong {
			return badRequest
		}
		if err != nil || line == "\r\n" || line == "\n" {
			return err
		}
	}
	return badRequest
}
