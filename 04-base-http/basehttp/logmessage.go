package basehttp

import (
	"net"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// LogRequest logs a request with the status it gets:
//
//	127.0.0.1 - - [01/Jun/2015 11:42:33] "GET / HTTP/1.1" 200 -
func (h *RequestHandler) LogRequest(code int) {
	h.self.LogMessage(`"` + quotable.Replace(h.RequestLine) + `" ` + strconv.Itoa(code) + " -")
}

// quotable escapes what would end the quotes.
var quotable = strings.NewReplacer(`"`, `\"`, `\`, `\\`)

// LogError logs what went wrong with a request.
func (h *RequestHandler) LogError(message string) { h.self.LogMessage(message) }

// LogMessage writes a line to the server's log, with the client's address and
// the time. (Python's takes a format as well; here that is fmt.Sprintf's.)
// What is not printable is escaped, so that no client can write to the
// terminal of whoever reads the log.
func (h *RequestHandler) LogMessage(message string) {
	line := logLines.Get().(*[]byte)
	*line = append(append((*line)[:0], h.AddressString()...), " - - ["...)
	*line = append(append(*line, h.LogDateTimeString()...), "] "...)
	*line = append(appendPrintable(*line, message), '\n')
	h.server.Log.Write(*line)
	logLines.Put(line)
}

// logLines keeps the memory of lines that were written. New memory for each
// would be a twentieth of the work for a small file.
var logLines = sync.Pool{New: func() any { return new([]byte) }}

// AddressString is the client's address without its port, for the log: Python's
// address_string.
func (h *RequestHandler) AddressString() string {
	return h.address
}

func addressOf(client net.Addr) string {
	if tcp, ok := client.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().String()
	}
	return client.String()
}

// appendPrintable appends s, with \x1b for a byte and \u202e for a character
// that would not show as itself.
func appendPrintable(b []byte, s string) []byte {
	for {
		n := 0
		for n < len(s) && s[n] >= ' ' && s[n] < 0x7f {
			n++
		}
		b, s = append(b, s[:n]...), s[n:]
		if s == "" {
			return b
		}
		char, size := utf8.DecodeRuneInString(s)
		b = appendRare(b, char, s[:size])
		s = s[size:]
	}
}

// appendRare appends one character that is not printable ASCII, or one byte
// that is no UTF-8. The C1 controls are both: as bytes, 0x80 to 0x9f, and as
// characters.
func appendRare(b []byte, char rune, encoded string) []byte {
	const hexDigits = "0123456789abcdef"
	invalid := char == utf8.RuneError && len(encoded) == 1
	switch {
	case invalid || char < utf8.RuneSelf:
		return append(b, '\\', 'x', hexDigits[encoded[0]>>4], hexDigits[encoded[0]&0xf])
	case strconv.IsPrint(char):
		return append(b, encoded...)
	}
	quoted := strconv.QuoteRuneToASCII(char)
	return append(b, quoted[1:len(quoted)-1]...)
}
