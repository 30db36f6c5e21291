package checktest

import (
	"regexp"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/words"
)

// fleeting is another in each run: dates, ports, and names of directories.
var fleeting = regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d[^\\"\n]*|127\.0\.0\.1:\d{5}|[^ "\p{Han}，。：；（）]*harness-\d+|\d\d/[A-Z][a-z]{2}/\d{4} \d\d:\d\d:\d\d`)

// anywhere is a caret in the middle of megabytes: where the first one is lost
// depends on the kernel's buffers.
var anywhere = regexp.MustCompile(`(?m)^(.*← )….* \d{7} \S+(\n) +(\^ \S+) .*$`)

// spins is the step that says that a program keeps a processor busy: a busy machine
// hides it.
var spins = func() *regexp.Regexp {
	var all []string
	for _, tag := range words.Languages.Tags() {
		_, language := words.Languages.Match(tag)
		var letters []string // between which a line may end
		for _, letter := range strings.ReplaceAll(lang.Say(check.Spins).In(language), " ", "") {
			letters = append(letters, regexp.QuoteMeta(string(letter)))
		}
		all = append(all, strings.Join(letters, `\s*`))
	}
	return regexp.MustCompile(`(?m)^ *\d+ +(` + strings.Join(all, "|") + ")\n")
}()

// Still returns what was said of a check, in whatever language, without what is another in each run.
func Still(said string) string {
	said = anywhere.ReplaceAllString(said, `${1}"…"${2}    ${3} "…"`)
	said = spins.ReplaceAllString(said, "")
	return fleeting.ReplaceAllString(said, "…")
}
