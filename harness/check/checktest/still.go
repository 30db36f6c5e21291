package checktest

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/words"
)

// fleeting is another in each run: dates, ports, and names of directories.
var fleeting = regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d[^\\"\n]*|127\.0\.0\.1:\d{5}|[^ "\p{Han}，。：；（）]*harness-\d+|\d\d/[A-Z][a-z]{2}/\d{4} \d\d:\d\d:\d\d`)

// anywhere is a caret in the middle of megabytes: where the first one is lost
// depends on the kernel's buffers.
var anywhere = regexp.MustCompile(`(?m)^(.*← )….* \d{7} \S+\n +\^(?: (\S+) .*|\n +(\S+) .*)$`)

// spins is the step that says that a program keeps a processor busy: a busy machine
// hides it. A program that a test runs has this package, too, and no use for it: the
// words are read, which takes longer than all else at its start, when asked for.
var spins = sync.OnceValue(func() *regexp.Regexp {
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
})

// Still returns what was said of a check, in whatever language, without what is another in each run.
func Still(said string) string {
	said = anywhere.ReplaceAllString(said, "${1}\"…\"\n    ^ ${2}${3} \"…\"")
	said = spins().ReplaceAllString(said, "")
	return folded(fleeting.ReplaceAllString(said, "…"))
}

// folded leaves out a line that repeats the one before, and the words that say so
// of what the program has printed: whether two lines of a log are the same depends on
// when a second began.
func folded(said string) string {
	var all []string
	before := ""
	for line := range strings.Lines(said) {
		if line != before && !repeats(line) {
			all = append(all, line)
			before = line
		}
	}
	return strings.Join(all, "")
}

// repeats reports whether a line says, in some language, that lines were the same.
func repeats(line string) bool {
	return slices.ContainsFunc(words.Languages.Tags(), func(tag string) bool {
		_, language := words.Languages.Match(tag)
		return strings.HasSuffix(strings.TrimSpace(line), lang.Say(program.Same).In(language))
	})
}
