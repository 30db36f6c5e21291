package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestQuotedAsStraceDoes(t *testing.T) {
	for data, want := range map[string]string{
		"":                        `""`,
		"Hello":                   `"Hello"`,
		"say \"hi\"\\\r\n\t":      `"say \"hi\"\\\r\n\t"`,
		"\x00\x01\x7f":            `"\0\1\177"`,
		"\x001\x018\x019":         `"\0001\18\19"`, // 8 is no octal digit
		"你":                       `"\344\275\240"`,
		strings.Repeat("a", 32):   `"` + strings.Repeat("a", 32) + `"`,
		strings.Repeat("a", 33):   `"` + strings.Repeat("a", 32) + `"...`,
		strings.Repeat("\x01", 4): `"\1\1\1\1"`,
	} {
		assert.Equal(t, want, quoted(data).String())
	}
}

func TestTextOfMessages(t *testing.T) {
	long := strings.Repeat("Hello, 你好\n", 200)
	for data, want := range map[string]string{
		"Hello":                            "Hello",
		"two\tlines\n":                     "two\tlines\n",
		"你好\u3000世界":                       "你好\u3000世界",
		long:                               long,
		"\x1b[2J\a":                        `\033[2J\007`,
		"\r":                               `\015`,
		"\u202eback":                       `\342\200\256back`, // turns the line around
		"\u4f60"[:2] + "a":                 `\344\275a`,        // a character cut by the end of a piece
		"\ufffd":                           "\ufffd",
		strings.Repeat("\xff", 2048):       strings.Repeat(`\377`, 32) + "...",
		strings.Repeat("\xff", 32) + "end": strings.Repeat(`\377`, 32) + "end",
	} {
		assert.Equal(t, want, text(data).String())
	}
}
