// Package langtest finds what a program can say to a reader, and wants each
// sentence in each of the program's languages.
package langtest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/lang"
)

// Program is what is looked at.
type Program struct {
	Dir   string // of the main package, in a module of this repository
	Files fs.FS  // its translations: TAG.json, TAG.PART.json

	// Says are sentences that no source has as a constant, by the function that
	// makes a Format of them.
	Says map[string][]lang.Format

	// Silent are packages, by their folder in the repository, whose strings are for no
	// reader of this program: those of a program that is checked, for example.
	Silent []string

	// Plain are parts of strings that read like a sentence and are none for a reader:
	// bytes of the wire, commands.
	Plain []string
}

// Check fails where a sentence that the program can say is missing in one of its
// languages, has other verbs or half-width punctuation there, or is said in English
// only; and where a translation is of nothing that is said. It logs the counts.
func Check(t *testing.T, p Program) {
	t.Helper()
	s, err := find(p)
	require.NoError(t, err)
	for _, problem := range s.problems {
		t.Error(problem)
	}
	require.Greater(t, len(s.said), 10, "the finder finds nothing")
	files, err := fs.Glob(p.Files, "*.json")
	require.NoError(t, err)
	translations := map[string]map[string]string{}
	for _, name := range files {
		tag, _, _ := strings.Cut(path.Base(name), ".")
		if translations[tag] == nil {
			translations[tag] = map[string]string{}
		}
		text, err := fs.ReadFile(p.Files, name)
		require.NoError(t, err)
		for english, translation := range read(t, name, string(text)) {
			assert.NotContains(t, translations[tag], english, "%s has it again", name)
			translations[tag][english] = translation
		}
	}
	for tag, translated := range translations {
		for _, problem := range s.compare(translated) {
			t.Errorf("%s: %s", tag, problem)
		}
		t.Logf("%s: %d sentences are said, %d are translated", tag, len(s.said), len(translated))
	}
}

// read reads an object of strings, in which no key may be twice.
func read(t *testing.T, name, text string) map[string]string {
	t.Helper()
	all, decoder := map[string]string{}, json.NewDecoder(strings.NewReader(text))
	start, err := decoder.Token()
	require.NoError(t, err, name)
	require.Equal(t, json.Delim('{'), start, name)
	for decoder.More() {
		key, err := decoder.Token()
		require.NoError(t, err, name)
		english, translation := key.(string), ""
		require.NoError(t, decoder.Decode(&translation), "%s: of %q", name, english)
		assert.NotContains(t, all, english, "%s has it twice", name)
		all[english] = translation
	}
	return all
}

// compare returns what is wrong with the translations of one language.
func (s *said) compare(translated map[string]string) []string {
	var problems []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for _, english := range slices.Sorted(maps.Keys(s.said)) {
		place, translation := s.said[english], translated[english]
		switch {
		case translation == "" && isSaid(english):
			problem("%s: not translated: %q", place.at, english)
		case translation == "": // it has no words
		case place.args && verbs(english) != verbs(translation):
			problem("%s: %q has the verbs %s, and its translation %s", place.at, english, verbs(english), verbs(translation))
		case isSaid(english) && margins(english) != margins(translation):
			problem("%s: %q begins or ends with other blanks than %q", place.at, translation, english)
		default:
			if found := HalfWidth(translation); found != "" {
				problem("%s: %q has half-width punctuation: %q", place.at, translation, found)
			}
		}
	}
	for _, english := range slices.Sorted(maps.Keys(translated)) {
		if _, used := s.said[english]; !used && isSaid(english) { // marks that join are free to be other ones
			problem("nobody says %q", english)
		}
	}
	return problems
}

// verb is one of package fmt, and the number of its argument where it has one.
var verb = regexp.MustCompile(`%[-+# 0]*(?:\[(\d+)\])?(?:\d+|\*)?(?:\.(?:\d+|\*)?)?(?:\[(\d+)\])?([a-zA-Z%])`)

// verbs returns those of format in the order of their arguments: "1:s 2:d". A
// translation may repeat one, and reorder them.
func verbs(format string) string {
	all, next := map[string]bool{}, 1
	for _, found := range verb.FindAllStringSubmatch(format, -1) {
		if found[3] == "%" {
			continue
		}
		if number := found[1] + found[2]; number != "" {
			fmt.Sscan(number, &next)
		}
		all[fmt.Sprintf("%d:%s", next, found[3])] = true
		next++
	}
	return strings.Join(slices.Sorted(maps.Keys(all)), " ")
}

func margins(text string) string {
	inner := strings.TrimSpace(text)
	before, after, _ := strings.Cut(text, inner)
	return fmt.Sprintf("%q, %q", before, after)
}

var (
	halfWidth = regexp.MustCompile(`\p{Han}[,;:.!?(]|[),;:!?]\p{Han}|\(\p{Han}`)
	lastMark  = regexp.MustCompile(`[,;:.!?]\s*$`)
)

// HalfWidth returns the half-width punctuation in text where Chinese has marks of
// its own: beside a Chinese character, and at the end. It is empty where there is
// none, and where there is no Chinese in text.
func HalfWidth(text string) string {
	if !regexp.MustCompile(`\p{Han}`).MatchString(text) {
		return ""
	}
	if found := halfWidth.FindString(text); found != "" {
		return found
	}
	return lastMark.FindString(text)
}

// isSaid reports whether a Format has words in it: one that only joins others, such
// as "%s: %s", may have a translation, and need not.
func isSaid(format string) bool {
	return regexp.MustCompile(`\p{L}`).MatchString(verb.ReplaceAllString(format, ""))
}
