package exercise

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/words"
)

func TestTheCommentsOfAStarterAreTranslated(t *testing.T) {
	_, zh := lang.New(fstest.MapFS{"zh.json": {Data: []byte(`{
		"the socket has an address, but takes no calls yet: listen(2), with the backlog.": "套接字已有地址，但还不接受连接：调用 listen(2)。",
		"An echo server, to be finished. Read on.": "一个待完成的 echo 服务器。"
	}`)}}).Match("zh")
	for _, c := range []struct{ source, want string }{
		{"// An echo server, to be\n// finished. Read on.\npackage main\n", "// 一个待完成的 echo 服务器。\npackage main\n"},
		{"\t// TODO 1 (accept,\n\t// more): the socket has an address, but takes no calls yet:\n\t// listen(2), with the backlog.\n\tx()\n",
			"\t// TODO 1 (accept, more): 套接字已有地址，但还不接受连接：调用 listen(2)。\n\tx()\n"},
		{"\t/* TODO 1 (accept): the socket has an address, but takes no calls yet:\n\t * listen(2), with the backlog. */\n\tx();\n",
			"\t/* TODO 1 (accept): 套接字已有地址，但还不接受连接：调用 listen(2)。 */\n\tx();\n"},
		{"    # TODO 1 (accept): the socket has an address, but takes no calls yet:\n    # listen(2), with the backlog.\n    #\n    # TODO 2 (echo): other.\n",
			"    # TODO 1 (accept): 套接字已有地址，但还不接受连接：调用 listen(2)。\n    #\n    # TODO 2 (echo): other.\n"},
		{"\"\"\"An echo server,\nto be finished. Read on.\n\n    python3 server.py\n\"\"\"\nimport socket\n", "\"\"\"一个待完成的 echo 服务器。\n\n    python3 server.py\n\"\"\"\nimport socket\n"},
	} {
		assert.Equal(t, c.want, Translate(c.source, zh))
	}
}

// A starter in another language is the same program, with the same TODOs.
func TestTranslatedStartersAreTheSamePrograms(t *testing.T) {
	starters, err := Files("../..")
	require.NoError(t, err)
	require.Greater(t, len(starters), 10)
	remark := regexp.MustCompile(`(?m)^\s*(//|#|/?\*| \*).*\n`)
	for _, file := range starters {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		source := string(content)
		for _, tag := range words.Languages.Tags() {
			_, language := words.Languages.Match(tag)
			translated := Translate(source, language)
			assert.Equal(t, TODOs(source), TODOs(translated), "%s in %s", file, tag)
			if !strings.HasSuffix(file, ".py") {
				assert.Equal(t, remark.ReplaceAllString(source, ""), remark.ReplaceAllString(translated, ""), "%s in %s", file, tag)
			}
			for line := range strings.Lines(translated) {
				if line = strings.TrimSuffix(line, "\n"); !strings.Contains(source, line) {
					assert.LessOrEqual(t, lang.Width(strings.ReplaceAll(line, "\t", "    ")), 80, "%s in %s", file, tag)
				}
			}
		}
	}
}
