package lang

import (
	"os"
	"slices"
	"strings"
)

// Choose returns the language that flagged asks for, the value of -lang, or where
// that is empty the reader's own: that of the first of LC_ALL, LC_MESSAGES and LANG
// that says something (POSIX, Base Definitions, section 8.2), and on Windows, where
// none does, the user's. A reader of any other language is spoken to in English.
func (l *Languages) Choose(flagged string) (Language, error) {
	if flagged != "" {
		matched, chosen := l.Match(flagged)
		if !matched {
			return English, Errorf("-lang %s: there are %s", flagged, strings.Join(l.Tags(), ", "))
		}
		return chosen, nil
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			_, chosen := l.Match(value)
			return chosen, nil
		}
	}
	_, chosen := l.Match(systemLanguages()...)
	return chosen, nil
}

// TakeFlag returns the value of -lang in args, wherever it stands before --, and
// args without it: what is wrong with the others is to be said in that language.
func TakeFlag(args []string) (value string, rest []string, err error) {
	rest = slices.Clone(args)
	for i := 0; i < len(rest) && rest[i] != "--"; {
		name, given, joined := strings.Cut(strings.TrimPrefix(rest[i], "-"), "=")
		if !strings.HasPrefix(rest[i], "-") || strings.TrimPrefix(name, "-") != "lang" {
			i++
			continue
		}
		if !joined && i+1 == len(rest) {
			return "", rest, Errorf("flag needs an argument: -%s", "lang")
		}
		value = given
		if !joined {
			value = rest[i+1]
			rest = slices.Delete(rest, i, i+1)
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return value, rest, nil
}
