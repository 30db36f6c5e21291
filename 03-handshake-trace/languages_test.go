package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/lang/langtest"
	"example.com/socket-tutorial/harness/stagetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// recordedAt is when something was recorded, which each place has in its own time.
var recordedAt = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)

// golden holds a text against testdata/NAME.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	got = recordedAt.ReplaceAllString(got, "…")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got)
}

// statusIn runs the program for a reader with a locale.
func statusIn(t *testing.T, locale, args string) (status int, stdout, stderr string) {
	cmd := stagetest.Self(strings.Fields(args)...)
	cmd.Env = append(cmd.Env, "LC_ALL="+locale)
	return statusOf(t, cmd)
}

// What each recording teaches, in each language beside English, from the
// recordings, and in lines of 80 columns.
func TestSentencesInEachLanguage(t *testing.T) {
	for _, language := range words.All()[1:] {
		var said strings.Builder
		for _, s := range scenario.All {
			trace, err := recorded(s.Name)
			require.NoError(t, err)
			said.WriteString(lang.Say("%s: %s", s.Name, lang.Say(s.Lesson)).In(language) + "\n")
			for _, sentence := range trace.Lesson {
				for _, line := range ladder.Wrap(sentence.In(language), 78) {
					assert.LessOrEqual(t, lang.Width(line), 78, line)
					said.WriteString("  " + line + "\n")
				}
			}
		}
		golden(t, "sentences."+language.Tag()+".txt", said.String())
	}
}

// Each kind of output, in Chinese, as a reader with a Chinese locale gets it, or
// one who asks for it.
func TestChinese(t *testing.T) {
	for _, c := range []struct {
		name, args string
		status     int
	}{
		{"list", "-s list", 0},
		{"help", "-h", 0},
		{"recording", "-r recorded/losesyn.pcapng", 0},
		{"explain", "-r recorded/echo.pcapng -explain", 0},
		{"capture", "-r recording/testdata/echo-and-refused.pcap -conn 2", 0},
		{"step", "-r recorded/refused.pcapng -step", 0},
		{"wrong-scenario", "-s ecko", 2},
		{"wrong-number", "-r recorded/echo.pcapng -explain 0", 2},
		{"wrong-delay", "-delay soon", 2},
		{"wrong-file", "-r main.go", 1},
		{"wrong-connection", "-r recording/testdata/echo-and-refused.pcap -conn 3", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, stdout, stderr := statusIn(t, "zh_CN.UTF-8", c.args)
			assert.Equal(t, c.status, got)
			for line := range strings.Lines(stdout + stderr) {
				assert.Empty(t, langtest.HalfWidth(strings.TrimRight(line, "> \n")), line)
				assert.LessOrEqual(t, lang.Width(strings.TrimSuffix(line, "\n")), 100, line)
			}
			golden(t, "zh-"+c.name+".txt", stdout+stderr)
		})
	}
}

// -lang decides where the locale says something else; what is said of -lang itself
// is said in the locale's language.
func TestLanguageIsChosen(t *testing.T) {
	for _, c := range []struct{ locale, args, says string }{
		{"zh_CN.UTF-8", "-lang en -s ecko", "there is no scenario"},
		{"C", "-lang zh -s ecko", "没有场景"},
		{"C", "-s ecko --lang=zh", "没有场景"},
		{"de_DE.UTF-8", "-s ecko", "there is no scenario"},
		{"zh_CN.UTF-8", "-lang fr", "-lang fr：可选 en, zh"},
		{"C", "-lang", "flag needs an argument: -lang"},
	} {
		got, _, stderr := statusIn(t, c.locale, c.args)
		assert.Equal(t, 2, got)
		assert.Contains(t, stderr, c.says)
	}
}
