package http1

import (
	"html"
	"slices"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// WantStatus wants one of these statuses.
func (r *Response) WantStatus(wanted ...int) *Response {
	if !slices.Contains(wanted, r.Status) {
		r.Fail("wanted %s", lang.Or(wanted...))
	}
	r.whole()
	return r
}

// WantField wants a field called name (in any case) with exactly this value.
func (r *Response) WantField(name, value string) *Response {
	r.mustHave(name, value)
	if got := r.Get(name); got != value {
		r.failValue(name, common(got, value), "wanted %q", value)
	}
	return r
}

// WantFieldPrefix wants a field called name whose value begins with prefix, in
// any case, as of Content-type where a charset may follow.
func (r *Response) WantFieldPrefix(name, prefix string) *Response {
	r.mustHave(name, prefix)
	if got := r.Get(name); !strings.HasPrefix(strings.ToLower(got), strings.ToLower(prefix)) {
		r.failValue(name, 0, "wanted %q", prefix)
	}
	return r
}

// WantNoField wants no field called name.
func (r *Response) WantNoField(name string) *Response {
	if r.field(name) != nil {
		r.FailField(name, "wanted no %s", name)
	}
	return r
}

// WantKept wants an answer behind which a client may ask again on the same connection
// (RFC 9112, section 9.3): one in HTTP/1.1, or one that says so.
func (r *Response) WantKept() *Response {
	connection := r.Get("Connection")
	if strings.EqualFold(connection, "close") {
		r.FailField("Connection", "wanted the connection kept for the next request")
	}
	if r.version == "HTTP/1.0" && !strings.EqualFold(connection, "keep-alive") {
		r.statusLine.Fail(len(r.version)-1, "wanted HTTP/1.1: in HTTP/1.0 a client takes each answer for the last one on its connection")
	}
	return r
}

// WantCRLF wants each line of the head to end in CR LF, the empty one, too.
func (r *Response) WantCRLF() *Response {
	lines := []check.Received{r.statusLine}
	for _, field := range r.Fields {
		lines = append(lines, field.line)
	}
	for _, line := range append(lines, r.blank) {
		if !strings.HasSuffix(line.Data, "\r\n") {
			line.Fail(len(line.Data)-1, `wanted "\r\n"`)
		}
	}
	return r
}

// WantBody wants exactly this body.
func (r *Response) WantBody(want string) *Response {
	r.told().Want(want, "wanted the end of the body")
	return r
}

// WantBodyHas wants part somewhere in the body, as it is or escaped for HTML in
// any of the ways there are.
func (r *Response) WantBodyHas(part string) *Response {
	r.whole()
	if !strings.Contains(r.Body, part) && !strings.Contains(html.UnescapeString(r.Body), part) {
		r.FailBody("", "wanted %s in the body", check.Quote(part))
	}
	return r
}

// Fail ends the check with a caret under the status.
func (r *Response) Fail(format lang.Format, args ...any) {
	r.statusLine.Fail(len(r.version)+1, format, args...)
}

// FailField ends the check with a caret under the value of the field called
// name.
func (r *Response) FailField(name string, format lang.Format, args ...any) {
	r.failValue(name, 0, format, args...)
}

// FailBody ends the check with a caret under part of the body, or under its
// beginning where part is not in it.
func (r *Response) FailBody(part string, format lang.Format, args ...any) {
	r.told().Fail(max(strings.Index(r.Body, part), 0), format, args...)
}

// told returns the body as a step; without a body the step says so.
func (r *Response) told() check.Received {
	r.whole()
	if r.body == (check.Received{}) {
		r.body = r.in.Tell("", true)
	}
	return r.body
}

// mustHave wants a field called name; value is what it should say.
func (r *Response) mustHave(name, value string) {
	if r.field(name) == nil {
		r.blank.Fail(0, "wanted a field %s: %s", name, value)
	}
}

// failValue puts the caret under the byte at offset of the field's value.
func (r *Response) failValue(name string, offset int, format lang.Format, args ...any) {
	line := r.field(name).line
	start := strings.Index(line.Data, ":") + 1
	start += len(line.Data[start:]) - len(strings.TrimLeft(line.Data[start:], " \t"))
	line.Fail(start+offset, format, args...)
}

// common returns how many bytes a and b begin with in common.
func common(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}
