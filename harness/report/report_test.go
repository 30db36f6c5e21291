package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// A text longer than a row goes on in the next, and the caret is under its byte.
func TestTheCaretOfALongStepIsUnderItsByte(t *testing.T) {
	text := `"` + strings.Repeat(`\x00`, 25) + `?"`
	got := Story([]check.Step{{Arrow: "←", Text: lang.Verbatim(text), Column: 101, Caret: lang.Say("wanted more")}})
	assert.Equal(t, `  1 ← "`+strings.Repeat(`\x00`, 18)+`
      `+strings.Repeat(`\x00`, 7)+`?"
      `+strings.Repeat(" ", 28)+`^ wanted more
`, got)
}

func TestWordsAreNotBroken(t *testing.T) {
	got := Story([]check.Step{{Text: lang.Verbatim(strings.Repeat("nine more ", 10))}})
	assert.Equal(t, "  1 "+strings.TrimSpace(strings.Repeat("nine more ", 7))+" nine\n    more nine more nine more\n", got)
}
