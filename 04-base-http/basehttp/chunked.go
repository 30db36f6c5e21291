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
	switch {
	case err != nil:
		return err
	case b.remaining == 0:
		return b.readTrailers()
	}
	return b.checkExcess(len(line))
}

// maxExcess is how many bytes of framing a body may have beyond 16 for each
// chunk and twice its data. A body of which each byte comes with 4 KB of
// extension would keep its reader busy for nothing (CVE-2023-39326).
const maxExcess = 16 << 10

func (b *body) checkExcess(line int) error {
	b.excess = max(0, b.excess+line-16-2*int(min(b.remaining, maxExcess)))
	if b.excess > maxExcess {
		return badChunk("More framing than body")
	}
	return nil
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

// readTrailers reads the header lines behind the last chunk, and returns io.EOF.
// What they say counts for nothing here: a length or host that arrives after
// the body would contradict what was acted upon already.
func (b *body) readTrailers() error {
	server, length := b.handler.server, 0
	for lines := 1; ; lines++ {
		line, err := b.readLine(cmp.Or(server.MaxHeaderLine, MaxHeaderLine))
		if err != nil || line == "" {
			return cmp.Or(err, io.EOF)
		}
		trailer, err := parseHeader(line)
		if err != nil {
			return err
		}
		b.trailers = append(b.trailers, trailer)
		length += len(line)
		if err := b.handler.checkBlock(length, lines+1); err != nil {
			return err
		}
	}
}

// readLine reads a line of up to limit bytes and returns it without its CRLF.
func (b *body) readLine(limit int) (string, error) {
	if b.budget < 0 {
		return "", errUndrained
	}
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
			b.budget -= int64(end + 1)
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
