package check

import (
	"fmt"
	"slices"
	"strings"
)

// WantStatus wants one of these statuses.
func (r *Response) WantStatus(wanted ...int) *Response {
	if !slices.Contains(wanted, r.Status) {
		var words []string
		for _, status := range wanted {
			words = append(words, fmt.Sprint(status))
		}
		r.failStatusLine(len(r.Version)+1, "wanted "+strings.Join(words, " or "))
	}
	return r
}

// WantField wants a field called name (in any case) with exactly this value.
func (r *Response) WantField(name, value string) *Response {
	r.mustHave(name, fmt.Sprintf("wanted a field %s: %s", name, value))
	if got := r.Get(name); got != value {
		r.failValue(name, firstWrong([]byte(got), []byte(value)), fmt.Sprintf("wanted %q", value))
	}
	return r
}

// WantFieldPrefix wants a field called name whose value begins with prefix, in
// any case, as of Content-type where a charset may follow.
func (r *Response) WantFieldPrefix(name, prefix string) *Response {
	r.mustHave(name, fmt.Sprintf("wanted a field %s: %s", name, prefix))
	if got := r.Get(name); !strings.HasPrefix(strings.ToLower(got), strings.ToLower(prefix)) {
		r.failValue(name, 0, fmt.Sprintf("wanted %q", prefix))
	}
	return r
}

// WantNoField wants no field called name.
func (r *Response) WantNoField(name string) *Response {
	if r.Has(name) {
		r.failField(name, "wanted no "+name)
	}
	return r
}

// WantCRLF wants each line of the head to end in CR LF.
func (r *Response) WantCRLF() *Response {
	message := `wanted "\r\n"`
	if !strings.HasSuffix(r.StatusLine, "\r\n") {
		r.failStatusLine(len(r.StatusLine)-1, message)
	}
	for _, field := range r.Fields {
		if !strings.HasSuffix(field.Line, "\r\n") {
			_, column := excerpt([]byte(field.Line), len(field.Line)-1)
			r.conn.t.failStep(field.at, column, message)
		}
	}
	return r
}

// WantBody wants exactly this body.
func (r *Response) WantBody(want string) *Response {
	wrong := firstWrong([]byte(r.Body), []byte(want))
	if wrong < len(want) {
		r.failBody(wrong, "wanted "+rest([]byte(want), wrong))
	}
	if wrong < len(r.Body) {
		r.failBody(wrong, "wanted the end of the body")
	}
	return r
}

// WantBodyHas wants part somewhere in the body.
func (r *Response) WantBodyHas(part string) *Response {
	if !strings.Contains(r.Body, part) {
		r.failBody(0, "wanted "+quoted(part)+" in the body")
	}
	return r
}

// Fail ends the check with a caret under the status.
func (r *Response) Fail(format string, args ...any) {
	r.failStatusLine(len(r.Version)+1, fmt.Sprintf(format, args...))
}

func (r *Response) mustHave(name, message string) {
	if !r.Has(name) {
		last := r.at + len(r.Fields) + 1 // the empty line behind the fields
		r.conn.t.failStep(last, 0, message)
	}
}

func (r *Response) failField(name, message string) { r.failValue(name, 0, message) }

// failValue puts the caret under the byte at offset of the field's value.
func (r *Response) failValue(name string, offset int, message string) {
	for _, field := range r.Fields {
		if !strings.EqualFold(field.Name, name) {
			continue
		}
		start := strings.Index(field.Line, ":") + 1
		start += len(field.Line[start:]) - len(strings.TrimLeft(field.Line[start:], " \t"))
		at := min(start+offset, len(field.Line))
		text, column := excerpt([]byte(field.Line), at)
		r.conn.t.steps[field.at].Text = text
		r.conn.t.failStep(field.at, column, message)
	}
}

// failBody shows the body around the byte at offset, with a caret under it.
func (r *Response) failBody(offset int, message string) {
	text, column := excerpt([]byte(r.Body), offset)
	if r.bodyAt == 0 {
		r.bodyAt = len(r.conn.t.steps)
		r.conn.t.step(Step{Conn: r.conn.number, Arrow: "←", Note: "no body", More: true})
	}
	r.conn.t.steps[r.bodyAt].Text = text
	r.conn.t.failStep(r.bodyAt, column, message)
}
