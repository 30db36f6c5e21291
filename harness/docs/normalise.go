package docs

import (
	"regexp"
	"strings"
)

// variable is something that differs from one run, or one machine, to the
// next without making a lesson untrue.
type variable struct {
	form *regexp.Regexp
	name string
}

// The order matters: a date contains a time, a time digits.
var variables = []variable{
	// The access log's date, and the Date and Last-Modified of HTTP.
	{regexp.MustCompile(`\d{2}/[A-Z][a-z]{2}/\d{4} \d{2}:\d{2}:\d{2}`), "DATE"},
	{regexp.MustCompile(`[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT`), "DATE"},
	// A listing's dates, and those of ls and Go's log.
	{regexp.MustCompile(`\d{4}[-/]\d{2}[-/]\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?`), "DATE"},
	{regexp.MustCompile(`\b\d{1,2}:\d{2}:\d{2}(\.\d+)?\b`), "TIME"},
	// How long something took; go test's answer from its cache took no time.
	{regexp.MustCompile(`[-+]?\b\d+(\.\d+)?\s?(ns|µs|us|ms|s|seconds)\b|\(cached\)`), "DURATION"},
	// A client's port comes from the kernel: 32768–60999 on Linux, 49152–65535 elsewhere.
	{regexp.MustCompile(`\b(3276[89]|327[7-9]\d|32[89]\d\d|3[3-9]\d{3}|[45]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])\b`), "PORT"},
	// Processes.
	{regexp.MustCompile(`\b(pid|PID)[ =]+\d+\b`), "PID"},
	// Pointers, checksums and the like.
	{regexp.MustCompile(`\b0x[0-9a-f]{6,}\b`), "ADDRESS"},
	// The reader's tools may be newer.
	{regexp.MustCompile(`\b(curl|Wget|Python|CPython|nginx|node)/\d[\w.]*`), "$1/VERSION"},
	{regexp.MustCompile(`\bgo1\.\d+(\.\d+)?\b`), "GOVERSION"},
}

var spaces = regexp.MustCompile(` +`)

// Normalise replaces in a line what differs from run to run by a word for it.
// In such a line columns may have moved, so runs of spaces count as one.
func Normalise(line string) string {
	line = strings.TrimRight(line, " \t\r")
	normal := line
	for _, v := range variables {
		normal = v.form.ReplaceAllString(normal, v.name)
	}
	if normal != line {
		normal = spaces.ReplaceAllString(strings.TrimRight(normal, " "), " ")
	}
	return normal
}

// anyLines and anything are the marks for what a lesson does not show.
const (
	anyLines = "..."
	anything = "…"
)

// match holds lines shown in a lesson against lines of a terminal. It returns
// the index of the first line shown that cannot be placed, or len(shown). If
// whole, nothing may be left over in the terminal.
func match(shown, lines []string, whole bool) (placed int, ok bool) {
	// reached[i]: everything shown so far can be the first i lines.
	reached := make([]bool, len(lines)+1)
	reached[0] = true
	for n, line := range shown {
		next, found := make([]bool, len(lines)+1), false
		for i, here := range reached {
			switch {
			case !here:
			case line == anyLines:
				for j := i; j <= len(lines); j++ {
					next[j], found = true, true
				}
			case i < len(lines) && matchLine(line, lines[i]):
				next[i+1], found = true, true
			}
		}
		if !found {
			return n, false
		}
		reached = next
	}
	return len(shown), !whole || reached[len(lines)]
}

// matchLine compares one line; both sides are normalised here.
func matchLine(shown, line string) bool {
	shown, line = Normalise(shown), Normalise(line)
	parts := strings.Split(shown, anything)
	if len(parts) == 1 {
		return shown == line
	}
	if !strings.HasPrefix(line, parts[0]) {
		return false
	}
	line = line[len(parts[0]):]
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		at := strings.Index(line, part)
		if at < 0 {
			return false
		}
		line = line[at+len(part):]
	}
	return strings.HasSuffix(line, parts[last])
}
