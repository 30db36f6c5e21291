package langtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const library = `package lang

type Format string
type Text struct{}

func Say(format Format, args ...any) Text { return Text{} }
func Verbatim(text string) Text           { return Text{} }
`

// program says things as a program does, and makes each mistake that is found.
const program = `package main

import (
	"errors"
	"regexp"

	"example.com/socket-tutorial/harness/lang"
)

type check struct {
	Title lang.Format
	Try   string
}

var checks = []check{{Title: "what is sent comes back", Try: "echo hello there | nc"}}

func fail(format lang.Format, args ...any) { say(lang.Say(format, args...)) }

func say(text lang.Text, names ...string) {}

const first lang.Format = "one " + "sentence"

func main() {
	fail("wanted %d bytes of %s", 3, lang.Verbatim("a file name"))
	fail("said by %v", unknown())
	fail("too few %d %d", 1)
	fail(checks[0].Title + " and another")
	say(lang.Say("%s: %s", "a", "b"), "an argument in words")
	err := errors.New("the disk is full")
	_ = regexp.MustCompile("a pattern of words")
	fail(lang.Format(err.Error()))
}
`

func TestWhatAProgramSaysIsFound(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{"harness/lang/lang.go": library, "prog/main.go": program,
		"prog/main_windows.go": "package main\n\nfunc onWindows() { fail(\"Windows alone says so\") }\n"} {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	s, err := find(Program{Dir: filepath.Join(root, "prog")})
	require.NoError(t, err)
	for _, sentence := range []string{"what is sent comes back", "wanted %d bytes of %s", "said by %v", "one sentence", "Windows alone says so"} {
		assert.Contains(t, s.said, sentence)
	}
	assert.NotContains(t, s.said, "one ", "the half of a sentence")
	problems := strings.Join(s.problems, "\n")
	for _, problem := range []string{
		`main.go:26: "too few %d %d" has the verbs 1:d 2:d, and is given 1 arguments`,
		`main.go:27: a sentence is glued together`,
		`main.go:28: "an argument in words" is for a reader in English only`,
		`main.go:29: "the disk is full" is for a reader in English only`,
		`main.go:31: a sentence that is not known here is made in main`,
	} {
		assert.Contains(t, problems, problem)
	}
	assert.Len(t, s.problems, 5, problems)
}

func TestWhatIsWrongWithATranslation(t *testing.T) {
	s := &said{said: map[string]place{
		"wanted %d of %s": {at: "a.go:1", args: true}, "50% more": {at: "a.go:2"}, "end\n": {at: "a.go:3"}, "%s: %s": {at: "a.go:4"}, "half": {at: "a.go:5"},
	}}
	right := map[string]string{"wanted %d of %s": "%[2]s 中应有 %[1]d 个", "50% more": "多一半", "end\n": "结束\n", "half": "半关闭"}
	assert.Empty(t, s.compare(right))
	for english, c := range map[string]struct{ translation, problem string }{
		"wanted %d of %s": {"%s 中应有 %d 个", `has the verbs 1:d 2:s, and its translation 1:s 2:d`},
		"50% more":        {"", `not translated: "50% more"`},
		"end\n":           {"结束", "begins or ends with other blanks"},
		"half":            {"半关闭,", `has half-width punctuation: "闭,"`},
		"nobody's":        {"没有人说", `nobody says "nobody's"`},
	} {
		wrong := map[string]string{}
		for key, value := range right {
			wrong[key] = value
		}
		wrong[english] = c.translation
		problems := s.compare(wrong)
		require.Len(t, problems, 1, english)
		assert.Contains(t, problems[0], c.problem)
	}
}

func TestHalfWidth(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "English, only.": "", "应为 400，或 404": "", "端口(见上)": "口(", "见 RFC 9112 (第 7 节)": "(第", "完成.": "成.", "看 -h.": ".", "http://a/ 处的看板": "", "TODO 1 (accept): 监听": "",
	} {
		assert.Equal(t, want, HalfWidth(text), text)
	}
}
