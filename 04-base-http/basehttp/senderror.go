package basehttp

import (
	"cmp"
	"fmt"
	"html"
	"strconv"
)

// ErrorContentType is the type of the page that SendError sends.
const ErrorContentType = "text/html;charset=utf-8"

// SendError logs an error and answers with a page that tells it. The message
// is the code's reason phrase unless another is given, and ??? if it has none.
// The page takes the place of a response that was begun; if some of that is
// sent already, the connection is closed instead.
func (h *RequestHandler) SendError(code int, message ...string) {
	phrase := cmp.Or(Responses[code].Phrase, "???")
	if len(message) > 0 {
		phrase = message[0]
	}
	h.LogError("code " + strconv.Itoa(code) + ", message " + phrase)
	h.sendErrorPage(code, phrase)
}

// sendErrorPage is SendError without its line in the log. It reports whether the
// client gets the page.
func (h *RequestHandler) sendErrorPage(code int, message string, headers ...Header) bool {
	if !h.response.rewind() {
		h.CloseConnection = true
		return false
	}
	h.SendResponse(code, message)
	if h.CloseConnection || !h.body.drainable() {
		h.SendHeader("Connection", "close")
	}
	for _, header := range headers {
		h.SendHeader(header.Name, header.Value)
	}
	page := ""
	if code >= 200 && code != 204 && code != 205 && code != 304 {
		page = h.errorPage(code, message)
		h.SendHeader("Content-Type", ErrorContentType)
		h.SendHeader("Content-Length", strconv.Itoa(len(page)))
	}
	h.EndHeaders()
	h.Wfile.WriteString(page)
	return true
}

// requestError is a fault of the client's, and what it is told.
type requestError struct {
	code    int
	message string // empty is the code's reason phrase
}

func (e *requestError) Error() string { return fmt.Sprintf("%d %s", e.code, e.message) }

// refuse ends the connection over a request that could not be read: with an
// answer if the client is at fault, and in silence if it is gone.
func (h *RequestHandler) refuse(err error) {
	h.CloseConnection = true
	if h.RequestLine == "" {
		h.glimpse()
	}
	switch fault, ok := err.(*requestError); {
	case ok && fault.message == "":
		h.SendError(fault.code)
	case ok:
		h.SendError(fault.code, fault.message)
	case err == errTLS:
		h.LogError(err.Error())
	case isTimeout(err):
		h.LogError("Request timed out")
	}
}

func (h *RequestHandler) errorPage(code int, message string) string {
	if h.ErrorPage != nil {
		return h.ErrorPage(code, message, Responses[code].Explanation)
	}
	return plainErrorPage(code, message)
}

// plainErrorPage is plain, and readable on a phone and in the dark.
func plainErrorPage(code int, message string) string {
	status, text := strconv.Itoa(code), html.EscapeString(message)
	return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>` + status + " " + text + `</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1rem }</style>
<h1>` + status + `</h1>
<p><strong>` + text + `</strong></p>
<p>` + html.EscapeString(Responses[code].Explanation) + `</p>
</html>
`
}
