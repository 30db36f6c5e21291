package check

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestQuoteShowsBytesAndNotCharacters(t *testing.T) {
	assert.Equal(t, `"a\r\n\t\"\\\x00\x7f\xc3\xa9"`, Quote("a\r\n\t\"\\\x00\x7fé"))
}

func TestExcerptPutsTheColumnUnderTheByte(t *testing.T) {
	for _, c := range []struct {
		data  string
		focus int
		under string // what stands at the column
	}{
		{"HTTP/1.0 400 Bad Request\r\n", 9, `400 Bad`},
		{"HTTP/1.0 400 Bad Request\r\n", 24, `\r\n"`},
		{"\x00\x01x", 2, `x"`},
		{"abc", 3, `"`},
		{strings.Repeat("a", 1000) + "B" + strings.Repeat("c", 1000), 1000, "Bccc"},
		{strings.Repeat("a", 1000) + "B", 1000, `B"`},
		{"B" + strings.Repeat("a", 1000), 0, "Baaa"},
	} {
		words, column := excerpt(c.data, c.focus)
		text := words.String()
		assert.LessOrEqual(t, len([]rune(text)), longest*4+20)
		assert.True(t, strings.HasPrefix(string([]rune(text)[column:]), c.under), "%s at %d", text, column)
	}
}

func TestFirstWrong(t *testing.T) {
	assert.Equal(t, 3, firstWrong("abcd", "abcx"))
	assert.Equal(t, 2, firstWrong("ab", "abcx"))
	assert.Equal(t, 0, firstWrong("", ""))
}
