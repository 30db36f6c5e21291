package parity

import (
	"cmp"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// answer is a response taken apart.
type answer struct {
	status  string // empty in a response without a head (HTTP/0.9)
	headers []header
	body    string
}

type header struct{ name, value string }

// differences compares Python's answer and ours, each as they came over the
// wire, and names all that differs but the value of Date, that of Server, a
// charset and the wording of pages.
func differences(python, ours string) []string {
	p, o := parse(python), parse(ours)
	if p.status != o.status {
		return []string{fmt.Sprintf("%s → %s", describe(p, python), describe(o, ours))}
	}
	found := differentHeaders(p.headers, o.headers)
	if length := o.header("Content-Length"); o.body != "" && length != strconv.Itoa(len(o.body)) {
		found = append(found, fmt.Sprintf("our Content-Length is %q for %d bytes", length, len(o.body)))
	}
	switch {
	case p.isListing() && o.isListing():
		found = append(found, differentLists(items(p.body), items(o.body))...)
	case p.isPage() && o.isPage():
	case p.body != o.body:
		found = append(found, fmt.Sprintf("body: %s → %s", short(p.body), short(o.body)))
	}
	return found
}

func parse(wire string) answer {
	head, body, found := strings.Cut(wire, "\r\n\r\n")
	if !found || !strings.HasPrefix(head, "HTTP/") {
		return answer{body: wire}
	}
	lines := strings.Split(head, "\r\n")
	a := answer{status: lines[0], body: body}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		a.headers = append(a.headers, header{name, value})
	}
	return a
}

// describe names an answer in one line.
func describe(a answer, wire string) string {
	return cmp.Or(a.status, short(wire))
}

func (a answer) header(name string) string {
	for _, h := range a.headers {
		if strings.EqualFold(h.name, name) {
			return h.value
		}
	}
	return ""
}

func (a answer) isListing() bool { return strings.Contains(a.body, "<title>Directory listing for ") }

// isPage reports whether the body is the text of an error.
func (a answer) isPage() bool {
	_, code, _ := strings.Cut(a.status, " ")
	return code >= "4" && strings.HasPrefix(a.header("Content-Type"), "text/html")
}

// differentHeaders compares names, order and values. A page's length goes with
// its wording.
func differentHeaders(python, ours []header) (found []string) {
	if p, o := names(python), names(ours); p != o {
		return []string{fmt.Sprintf("headers: %s → %s", p, o)}
	}
	isPage := slices.ContainsFunc(python, func(h header) bool { return strings.HasPrefix(h.value, "text/html") })
	for i, p := range python {
		o := ours[i]
		switch p.name {
		case "Date", "Server":
			continue
		case "Content-Length":
			if isPage {
				continue
			}
		case "Content-type", "Content-Type":
			p.value, o.value = withoutCharset(p.value), withoutCharset(o.value)
		}
		if p.value != o.value {
			found = append(found, fmt.Sprintf("%s: %s → %s", p.name, p.value, o.value))
		}
	}
	return found
}

func names(headers []header) string {
	var names []string
	for _, h := range headers {
		names = append(names, h.name)
	}
	return strings.Join(names, ", ")
}

func withoutCharset(kind string) string {
	kind, _, _ = strings.Cut(kind, ";")
	return kind
}

// item is a line of a listing: the name that is shown, and where it leads.
type item struct{ name, link string }

var itemPattern = regexp.MustCompile(`<(?:li|td)><a href="([^"]*)">([^<]*)</a>`)

// items returns a listing's lines in order. Names that differ in case alone
// have no order in Python, whose sort leaves them as the file system had them;
// here they are sorted.
func items(page string) (items []item) {
	for _, match := range itemPattern.FindAllStringSubmatch(page, -1) {
		items = append(items, item{html.UnescapeString(match[2]), html.UnescapeString(match[1])})
	}
	for i := 1; i < len(items); i++ {
		a, b := &items[i-1], &items[i]
		if strings.EqualFold(a.name, b.name) && a.name > b.name {
			*a, *b = *b, *a
		}
	}
	return items
}

func differentLists(python, ours []item) (found []string) {
	if len(python) != len(ours) {
		return []string{fmt.Sprintf("%d names → %d names", len(python), len(ours))}
	}
	for i, p := range python {
		if o := ours[i]; p != o {
			found = append(found, fmt.Sprintf("%q to %q → %q to %q", p.name, p.link, o.name, o.link))
		}
	}
	return found
}

// short is the beginning of a text, quoted.
func short(text string) string {
	if text == "" {
		return "no answer"
	}
	line, rest, _ := strings.Cut(text, "\n")
	if rest != "" || len(line) > 40 {
		return fmt.Sprintf("%.40q… (%d bytes)", line, len(text))
	}
	return strconv.Quote(line)
}

// The comparison itself must see what it is for.
func TestDifferences(t *testing.T) {
	const page = "HTTP/1.0 200 OK\r\nServer: a\r\nDate: b\r\nContent-type: text/html; charset=UTF-8\r\nContent-Length: %d\r\n\r\n%s"
	listing := func(list string) string {
		body := "<title>Directory listing for /</title><ul>" + list + "</ul>"
		return fmt.Sprintf(page, len(body), body)
	}
	file := "HTTP/1.0 200 OK\r\nServer: a\r\nDate: b\r\nContent-type: text/plain\r\nContent-Length: 1\r\n\r\nx"
	for name, c := range map[string]struct {
		python, ours string
		want         []string
	}{
		"equal":          {file, strings.NewReplacer("Server: a", "Server: c", "text/plain", "text/plain; charset=utf-8").Replace(file), nil},
		"reason phrase":  {file, strings.Replace(file, "OK", "Okay", 1), []string{"HTTP/1.0 200 OK → HTTP/1.0 200 Okay"}},
		"order":          {file, strings.Replace(file, "Server: a\r\nDate: b", "Date: b\r\nServer: a", 1), []string{"headers: Server, Date, Content-type, Content-Length → Date, Server, Content-type, Content-Length"}},
		"name's case":    {file, strings.Replace(file, "type", "Type", 1), []string{"headers: Server, Date, Content-type, Content-Length → Server, Date, Content-Type, Content-Length"}},
		"value":          {file, strings.Replace(file, "plain", "html", 1), []string{"Content-type: text/plain → text/html"}},
		"body":           {file, strings.Replace(file, "\r\nx", "\r\ny", 1), []string{`body: "x" → "y"`}},
		"own length":     {file, file + "y", []string{`our Content-Length is "1" for 2 bytes`, `body: "x" → "xy"`}},
		"no answer":      {file, "", []string{"HTTP/1.0 200 OK → no answer"}},
		"no head":        {"x\n", file, []string{`"x" → HTTP/1.0 200 OK`}},
		"listing":        {listing(`<li><a href="a">a</a>`), listing(`<tr><td><a href="a">a</a><td>1 B`), nil},
		"link":           {listing(`<li><a href="a">a</a>`), listing(`<li><a href="b">a</a>`), []string{`"a" to "a" → "a" to "b"`}},
		"listing, order": {listing(`<li><a href="a">a</a><li><a href="b">b</a>`), listing(`<li><a href="b">b</a><li><a href="a">a</a>`), []string{`"a" to "a" → "b" to "b"`, `"b" to "b" → "a" to "a"`}},
		"case only":      {listing(`<li><a href="a">a</a><li><a href="A">A</a>`), listing(`<li><a href="A">A</a><li><a href="a">a</a>`), nil},
	} {
		assert.Equal(t, c.want, differences(c.python, c.ours), name)
	}
}
