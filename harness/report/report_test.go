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

// What belongs to a caret fits into a terminal's 80 columns, and so does a remark.
func TestACaretsWordsAreWrapped(t *testing.T) {
	order := lang.Say("wanted %s here: the order is %s", "_seed.txt", "_seed.txt barley.txt Maize.txt Oats/ rice.txt soy.txt")
	got := Story([]check.Step{
		{Arrow: "→", Text: lang.Verbatim(`"GET / HTTP/1.0\r\n\r\n"`), Note: lang.Say("read only when nothing more can be sent, and then all of it")},
		{Arrow: "←", Text: lang.Verbatim(`"<a href=\"barley.txt\">barley.txt</a>"`), Column: 5, Caret: order},
		{Arrow: "←", Text: lang.Verbatim(`"<li><a href=\"barley.txt\">barley.txt</a></li>"`), Column: 45, Caret: order},
	})
	assert.Equal(t, `  1 → "GET / HTTP/1.0\r\n\r\n"
      (read only when nothing more can be sent, and then all of it)
  2 ← "<a href=\"barley.txt\">barley.txt</a>"
           ^ wanted _seed.txt here: the order is _seed.txt barley.txt Maize.txt
             Oats/ rice.txt soy.txt
  3 ← "<li><a href=\"barley.txt\">barley.txt</a></li>"
                                                   ^
      wanted _seed.txt here: the order is _seed.txt barley.txt Maize.txt Oats/
      rice.txt soy.txt
`, got)
}
