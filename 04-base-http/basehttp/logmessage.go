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
	line := h.RequestLine
	if strings.ContainsAny(line, `"\`) {
		line = strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(line)
	}
	h.self.LogMessage(`"` + line + `" ` + strconv.Itoa(code) + " -")
}

// LogError logs what went wrong with a request.
func (h *RequestHandler) LogError(message string) { h.self.LogMessage(message) }

// LogMessage writes a line to the server's log, with the client's address and
// the time. (Python's takes a format as well; here that is fmt.Sprintf's.)
// What is not printable is escaped, so that no client can write to the
// terminal of whoever reads the log.
func (h *RequestHandler) LogMessage(message string) {
	line := logLines.Get().(*[]byte)
	*line = append(appendHost((*line)[:0], h.ClientAddress()), " - - ["...)
	*line = append(append(*line, h.LogDateTimeString()...), "] "...)
	*line = append(appendPrintable(*line, message), '\n')
	h.server.Log.Write(*line)
	logLines.Put(line)
}

// logLines keeps the memory of lines that were written.
var logLines = sync.Pool{New: func() any { return new([]byte) }}

func appendHost(b []byte, address net.Addr) []byte {
	if tcp, ok := address.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().AppendTo(b)
	}
	return append(b, address.String()...)
}

// appendPrintable appends s, with \x1b for a byte and \u202e for a character
// that would not show as itself.
func appendPrintable(b []byte, s string) []byte {
	for len(s) > 0 {
		if c := s[0]; c >= ' ' && c < 0x7f {
			b, s = append(b, c), s[1:]
			continue
		}
		char, size := utf8.DecodeRuneInString(s)
		switch {
		case strconv.IsPrint(char) && (char != utf8.RuneError || size > 1):
			b = append(b, s[:size]...)
		case char < utf8.RuneSelf || char == utf8.RuneError:
			b = append(b, `\x`...)
			b = append(b, hexDigits[s[0]>>4], hexDigits[s[0]&0xf])
			size = 1
		default:
			quoted := strconv.AppendQuoteRuneToASCII(nil, char)
			b = append(b, quoted[1:len(quoted)-1]...)
		}
		s = s[size:]
	}
	return b
}

const hexDigits = "0123456789abcdef"
