package basehttp

import (
	"bytes"
	"cmp"
	"io"
	"strconv"
	"strings"
)

// maxChunkLine is the longest line, in bytes, that may tell a chunk's size. It
// can carry extensions, which nobody uses.
const maxChunkLine = 4096

// nextChunk reads up to the data of the next chunk, or to the end of the body,
// where it returns io.EOF. RFC 9112, 7.1:
//
//	chunk       = size in hex [ ";" extensions ] CRLF data CRLF
//	last-chunk  = "0"         [ ";" extensions ] CRLF trailers CRLF
//
// Nobody types chunks by hand: here, a line ends in CRLF and nothing else.
func (b *body) nextChunk() error {
	if b.inChunk {
		if line, err := b.readLine(len("\r\n")); err != nil || line != "" {
			return cmp.Or(err, badChunk("Chunk longer than its size"))
		}
	}
	line, err := b.readLine(maxChunkLine)
	if err != nil {
		return err
	}
	b.remaining, err = chunkSize(line)
	b.inChunk = true
	if err == nil && b.remaining == 0 {
		return b.skipTrailers()
	}
	return err
}

// chunkSize parses the line before a chunk's data.
func chunkSize(line string) (int64, error) {
	size, extensions, _ := strings.Cut(line, ";")
	n, err := strconv.ParseUint(size, 16, 63)
	if err != nil || len(size) > 16 || !allOf(extensions, valueChar) {
		return 0, badChunk("Bad chunk size (" + repr(line) + ")")
	}
	return int64(n), nil
}

// skipTrailers reads the header lines behind the last chunk, and returns
// io.EOF. What they say counts for nothing: a length or host that arrives
// after the body would contradict what was acted upon already.
func (b *body) skipTrailers() error {
	server, length := b.handler.server, 0
	for lines := 1; ; lines++ {
		line, err := b.readLine(cmp.Or(server.MaxHeaderLine, MaxHeaderLine))
		if err != nil || line == "" {
			return cmp.Or(err, io.EOF)
		}
		if _, err := parseHeader(line); err != nil {
			return err
		}
		length += len(line)
		if err := b.handler.checkBlock(length, lines+1); err != nil {
			return err
		}
	}
}

// readLine reads a line of up to limit bytes and returns it without its CRLF.
func (b *body) readLine(limit int) (string, error) {
	in := b.handler.in
	b.setDeadline()
	for {
		received := in.Buffered()
		end := bytes.IndexByte(received, '\n')
		switch {
		case end >= limit || end < 0 && len(received) >= limit:
			return "", badChunk("Chunk line too long")
		case end >= 0:
			line, ok := strings.CutSuffix(string(received[:end]), "\r")
			in.Discard(end + 1)
			if !ok || strings.Contains(line, "\r") {
				return "", badChunk("Chunk line does not end in CRLF")
			}
			return line, nil
		}
		if err := in.Fill(); err != nil {
			return "", cutShort(err)
		}
	}
}

func badChunk(message string) error { return &requestError{400, message} }
