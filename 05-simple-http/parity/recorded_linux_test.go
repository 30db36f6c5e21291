package parity

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const recordedFile = "testdata/recorded.txt"

// exchange is a request and a Python's whole answer to it, empty where it
// ended the connection without one.
type exchange struct {
	name, python    string
	request, answer []byte
}

// writeRecorded keeps exchanges as text, one quoted line of the wire a line:
// no editor or version control can harm a CR or a byte that is not UTF-8.
func writeRecorded(t *testing.T, exchanges []exchange) {
	t.Helper()
	var out bytes.Buffer
	out.WriteString("# What CPython sent (<) for each request (>). Made by go test -run Parity -record.\n")
	for _, e := range exchanges {
		fmt.Fprintf(&out, "\n= %s, Python %s\n", e.name, e.python)
		writeLines(&out, '>', e.request)
		writeLines(&out, '<', e.answer)
	}
	require.NoError(t, os.WriteFile(recordedFile, out.Bytes(), 0o644))
}

func writeLines(out *bytes.Buffer, direction byte, wire []byte) {
	for line := range bytes.Lines(wire) {
		for start, at := 0, 0; start < len(line); {
			piece, times := run(line[at:])
			if times == 1 && at < len(line) {
				at++
				continue
			}
			if at > start {
				fmt.Fprintf(out, "%c %q\n", direction, line[start:at])
			}
			if times > 1 {
				fmt.Fprintf(out, "%c %q x%d\n", direction, piece, times)
			}
			at += len(piece) * times
			start = at
		}
	}
}

// run finds the piece of up to 16 bytes that line begins with at least 16
// times: it is written once, with how often it comes.
func run(line []byte) (piece []byte, times int) {
	for n := 1; n <= 16 && n*16 <= len(line); n++ {
		times := 1
		for bytes.HasPrefix(line[n*times:], line[:n]) {
			times++
		}
		if times >= 16 {
			return line[:n], times
		}
	}
	return nil, 1
}

// readRecorded reads what writeRecorded wrote.
func readRecorded(t *testing.T) map[string]exchange {
	t.Helper()
	content, err := os.ReadFile(recordedFile)
	require.NoError(t, err, "record first: go test ./05-simple-http/parity -run Parity -record")
	exchanges := make(map[string]exchange)
	var e exchange
	scanner := bufio.NewScanner(bytes.NewReader(content))
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		line := scanner.Text()
		switch {
		case strings.HasPrefix(line, "= "):
			name, python, found := strings.Cut(line[2:], ", Python ")
			require.True(t, found, line)
			e = exchange{name: name, python: python}
		case strings.HasPrefix(line, "> "):
			e.request = append(e.request, unquote(t, line[2:])...)
		case strings.HasPrefix(line, "< "):
			e.answer = append(e.answer, unquote(t, line[2:])...)
		}
		if e.name != "" {
			exchanges[e.name] = e
		}
	}
	require.NoError(t, scanner.Err())
	return exchanges
}

func unquote(t *testing.T, quoted string) []byte {
	t.Helper()
	prefix, err := strconv.QuotedPrefix(quoted)
	require.NoError(t, err, quoted)
	piece, err := strconv.Unquote(prefix)
	require.NoError(t, err, quoted)
	times := 1
	if rest := quoted[len(prefix):]; rest != "" {
		times, err = strconv.Atoi(strings.TrimPrefix(rest, " x"))
		require.NoError(t, err, quoted)
	}
	return bytes.Repeat([]byte(piece), times)
}
