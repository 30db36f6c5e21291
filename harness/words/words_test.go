package words

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/exercise"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/lang/langtest"
)

// Each sentence that the harness can say to a reader is there in each language, and
// no other.
func TestEverythingIsTranslated(t *testing.T) {
	langtest.Check(t, langtest.Program{
		Dir:   "..",
		Files: files,
		Says: map[string][]lang.Format{
			"readMistake": sentences(t, `// Mistake: (.*)\.`, "../testdata/wrong/*/*/main.go"),
			"FlagError":   {}, // what a flag of the program says of its value
			"Translate":   starters(t),
			"page.html":   sentences(t, `Say ("[^"]*")`, "../board/page.html"),
		},
		Silent: []string{"harness/mistakes", "harness/mistakes/right"},
		Plain: []string{
			"127.0.0.1", "go run ./harness", "go run .\n", "[-bind ADDR]", "[STAGE/MISTAKE]", "STAGE|all DIR", // commands
			"node server.js", "start all ~/mine", // their arguments
			"ended, as asked",                                                // which nobody is told
			"default-src", "harness-bin-", "module exercise", "exit status ", // for browsers and systems
			"hello ", "ten bytes\n", "<img src=x", // what is sent
			"Traceback", "' panicked at ", "(?m)^Closing connection", // what a program prints
		},
	})
}

// starters returns what the comments of all starters say that are translated.
func starters(t *testing.T) []lang.Format {
	t.Helper()
	starters, err := exercise.Files("../..")
	require.NoError(t, err)
	var all []lang.Format
	for _, file := range starters {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, words := range exercise.Comments(string(text)) {
			all = append(all, lang.Format(words))
		}
	}
	require.NotEmpty(t, all)
	return all
}

// sentences returns what pattern finds in files.
func sentences(t *testing.T, pattern, files string) []lang.Format {
	t.Helper()
	names, err := filepath.Glob(files)
	require.NoError(t, err)
	var all []lang.Format
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, found := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
			all = append(all, lang.Format(strings.Trim(found[1], `"`)))
		}
	}
	require.NotEmpty(t, all)
	return all
}
