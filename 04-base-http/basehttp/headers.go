package basehttp

import "strings"

// Header is one line of a request's header: its name as sent, and its value
// without the blanks around it.
type Header struct{ Name, Value string }

// Headers are a request's header lines, in the order they were sent.
type Headers []Header

// Get returns the first value of name, in any case, or "".
func (h Headers) Get(name string) string {
	for i := range h {
		if len(h[i].Name) == len(name) && strings.EqualFold(h[i].Name, name) {
			return h[i].Value
		}
	}
	return ""
}

// Values returns all values of name, in any case, in the order sent.
func (h Headers) Values(name string) (values []string) {
	for i := range h {
		if strings.EqualFold(h[i].Name, name) {
			values = append(values, h[i].Value)
		}
	}
	return values
}
