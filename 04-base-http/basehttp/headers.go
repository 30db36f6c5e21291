package basehttp

import "strings"

// Header is one line of a request's header.
type Header struct {
	// Name is spelled as the client spelled it.
	Name string
	// Value is without the blanks around it. Its bytes are those sent, which
	// may be of any encoding.
	Value string
}

// is compares the name, in which case does not matter.
func (h *Header) is(name string) bool {
	return EqualToken(h.Name, name)
}

// Headers are a request's header lines in the order they were sent. A slice,
// and not a map as in net/http: most requests are answered without a look at
// most of their headers.
type Headers []Header

// Get returns the first value of the header with this name, in any case, or "".
func (h Headers) Get(name string) string {
	for i := range h {
		if h[i].is(name) {
			return h[i].Value
		}
	}
	return ""
}

// Values returns all values of the headers with this name, in any case.
func (h Headers) Values(name string) (values []string) {
	for i := range h {
		if h[i].is(name) {
			values = append(values, h[i].Value)
		}
	}
	return values
}

// ParseHeader takes one line apart, without its end: a name, a colon, a value. The
// error is what a request with such a line is refused with.
func ParseHeader(line string) (Header, error) { return parseHeader(line) }

// parseHeaders takes the lines of block apart, and appends them to headers.
func parseHeaders(headers Headers, block string) (Headers, error) {
	for block != "" {
		var line string
		line, block = cutLine(block)
		header, err := parseHeader(trimLineEnd(line))
		if err != nil {
			return nil, err
		}
		headers = append(headers, header)
	}
	return headers, nil
}

// parseHeader takes one line apart: name ":" blanks value blanks. The name is a
// token (RFC 9112, 5.1), so there is no blank before the colon, and none before
// the name, which was once how a line continued the one above it.
func parseHeader(line string) (Header, error) {
	name, value, ok := strings.Cut(line, ":")
	if !ok || !IsToken(name) || !allOf(value, valueChar) {
		return Header{}, &requestError{400, "Bad header line (" + repr(line) + ")"}
	}
	return Header{Name: name, Value: trimBlanks(value)}, nil
}
