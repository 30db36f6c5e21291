package report

import "example.com/socket-tutorial/harness/lang"

const columns = 80

// Wrap breaks text so that it fits a terminal of 80 columns, and indents each line
// but the first.
func Wrap(text string, indent int) string { return lang.Wrap(text, columns, indent) }
