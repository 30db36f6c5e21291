package check

import (
	"fmt"
	"strings"
)

// FailField ends the check with a caret under the value of the field called
// name.
func (r *Response) FailField(name, format string, args ...any) {
	r.failField(name, fmt.Sprintf(format, args...))
}

// FailBody ends the check with a caret under part of the body, or under its
// beginning where part is not in it.
func (r *Response) FailBody(part, format string, args ...any) {
	r.failBody(max(strings.Index(r.Body, part), 0), fmt.Sprintf(format, args...))
}
