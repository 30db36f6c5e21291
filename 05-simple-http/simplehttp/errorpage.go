package simplehttp

import (
	"strconv"
	"strings"
	"sync/atomic"
)

// lastErrorPage is the page before this one. Most errors are the same, there is no
// such file, and to make its page costs a quarter of the answer.
var lastErrorPage atomic.Pointer[errorPage]

// errorPage is what a page is made of, and the page.
type errorPage struct {
	code                       int
	message, explanation, home string
	html                       string
}

// makeErrorPage makes a listing's sister: as readable, and with a way home.
func (h *RequestHandler) makeErrorPage(code int, message, explanation string) string {
	page := errorPage{code, message, explanation, home(h.Path), ""}
	if last := lastErrorPage.Load(); last != nil {
		page.html = last.html
		if page == *last {
			return last.html
		}
	}
	made := page // which only now needs memory of its own
	made.html = made.make()
	lastErrorPage.Store(&made)
	return made.html
}

func (p *errorPage) make() string {
	status := strconv.Itoa(p.code)
	html := appendBegin(nil, "")
	html = append(html, "<title>"+status+" "...)
	html = appendText(html, p.message)
	html = append(html, "</title>\n<main>\n<h1><small>Error "+status+"</small>"...)
	html = appendText(html, p.message)
	html = append(html, "</h1>\n<p>"...)
	html = appendText(html, p.explanation)
	html = append(html, `</p>
<a class="way" href="`+p.home+`">To the first page</a>
</main>
</html>
`...)
	return string(html)
}

// home is a relative link from target to the root, so that it holds behind a
// proxy too.
func home(target string) string {
	const deepest = 100
	switch depth := strings.Count(withoutQuery(target), "/") - 1; {
	case depth < 0 || depth > deepest:
		return "/"
	case depth == 0:
		return "./"
	default:
		return strings.Repeat("../", depth)
	}
}
