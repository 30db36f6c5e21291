package checktest

import (
	"regexp"
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// fleeting is another in each run: dates, ports, and names of directories.
var fleeting = regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d[^\\"\n]*|127\.0\.0\.1:\d{5}|[^ "]*harness-\d+|\d\d/[A-Z][a-z]{2}/\d{4} \d\d:\d\d:\d\d`)

// anywhere is a caret in the middle of megabytes: where the first one is lost
// depends on the kernel's buffers.
var anywhere = regexp.MustCompile(`(?m)^(.*← )….* \d{7} bytes(\n) +\^ wanted .*$`)

// spins is the step that says that a program keeps a processor busy: a busy machine
// hides it.
var spins = regexp.MustCompile(`(?m)^ *\d+ +` + strings.ReplaceAll(string(check.Spins), " ", `\s+`) + "\n")

// Still returns what was said of a check without what is another in each run.
func Still(said string) string {
	said = anywhere.ReplaceAllString(said, `${1}"…"${2}    ^ wanted "…"`)
	said = spins.ReplaceAllString(said, "")
	return fleeting.ReplaceAllString(said, "…")
}
