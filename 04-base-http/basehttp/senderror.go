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
// is the code's reason phrase unless another is given, and ??? if it has none. If the head of another
// response has been sent already, the connection is closed instead.
func (h *RequestHandler) SendError(code int, message ...string) {
	phrase := cmp.Or(Responses[code].Phrase, "???")
	if len(message) > 0 {
		phrase = message[0]
	}
	h.LogError(fmt.Sprintf("code %d, message %s", code, phrase))
	h.sendErrorPage(code, phrase)
}

func (h *RequestHandler) sendErrorPage(code int, message string) {
	if h.response.ended {
		h.CloseConnection = true
		return
	}
	h.SendResponse(code, message)
	if h.CloseConnection || !h.body.drainable() {
		h.SendHeader("Connection", "close")
	}
	page := ""
	if code >= 200 && code != 204 && code != 205 && code != 304 {
		page = errorPage(code, message)
		h.SendHeader("Content-Type", ErrorContentType)
		h.SendHeader("Content-Length", strconv.Itoa(len(page)))
	}
	h.EndHeaders()
	h.Wfile.WriteString(page)
}

func errorPage(code int, message string) string {
	return fmt.Sprintf(errorPageFormat, code, html.EscapeString(message), html.EscapeString(Responses[code].Explanation))
}

const errorPageFormat = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>%[1]d %[2]s</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1rem }</style>
<h1>%[1]d</h1>
<p><strong>%[2]s</strong></p>
<p>%[3]s</p>
</html>
`
