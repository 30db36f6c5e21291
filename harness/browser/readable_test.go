package browser

import (
	_ "embed"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ratios that the Web Content Accessibility Guidelines 2.2 ask for: text (1.4.3)
// and what shows the focus (1.4.11).
const (
	textContrast  = 4.5
	focusContrast = 3.0
)

// contrastScript defines contrastOfText and focused.
//
//go:embed contrast.js
var contrastScript string

// text is a piece of text as it is shown.
type text struct {
	Text     string
	Contrast float64
}

// requireReadable fails if the page is wider than the screen, has text that is
// hard to see, or made the browser complain.
func requireReadable(t *testing.T, tb *tab) {
	t.Helper()
	// What comes or changes colour is half-way for a moment.
	require.Eventually(t, func() bool {
		return ask[bool](t, tb, `document.getAnimations().every(a => a.playState != "running" || a.effect.getComputedTiming().iterations == Infinity)`)
	}, 10*time.Second, 20*time.Millisecond, "something on the page goes on moving")
	assert.LessOrEqual(t, ask[float64](t, tb, `document.documentElement.scrollWidth`),
		ask[float64](t, tb, `document.documentElement.clientWidth`), "the page scrolls sideways")
	assert.Empty(t, ask[[]string](t, tb, `[...document.body.querySelectorAll("*")]
		.filter(e => e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5)
		.map(e => e.outerHTML.slice(0, 100))`), "elements beyond the screen")

	texts := ask[[]text](t, tb, `(() => {`+contrastScript+`return contrastOfText() })()`)
	require.NotEmpty(t, texts)
	for _, x := range texts {
		assert.GreaterOrEqual(t, x.Contrast, textContrast, "contrast of %q", x.Text)
	}
	assert.Empty(t, tb.complaints(), "the browser's console")
}

// focus is the element that has the keyboard.
type focus struct {
	Href     string
	Visible  bool // on the screen, as far as it is scrolled
	Outline  bool
	Contrast float64 // of the outline against what is around it
	Text     float64 // of the text, now
}

// requireKeyboard presses Tab until every link had the focus once, in the order of
// the page, and fails if one had it and did not show it.
func requireKeyboard(t *testing.T, tb *tab) {
	t.Helper()
	links := ask[[]string](t, tb, `[...document.links].map(a => a.getAttribute("href"))`)
	require.NotEmpty(t, links)
	for _, href := range links {
		tb.run(t, chromedp.KeyEvent(kb.Tab))
		f := ask[focus](t, tb, `(() => {`+contrastScript+`return focused() })()`)
		require.Equal(t, href, f.Href, "Tab reaches every link in its order")
		assert.True(t, f.Visible, "%s is scrolled into view", href)
		assert.True(t, f.Outline, "%s shows its focus", href)
		assert.GreaterOrEqual(t, f.Contrast, focusContrast, "contrast of the focus of %s", href)
		assert.GreaterOrEqual(t, f.Text, textContrast, "contrast of %s with focus", href)
	}
}
