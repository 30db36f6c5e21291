package svg

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// side is where things of one end stand, from the outside in.
type side struct {
	clock, text, waiting, bar, wire float64 // x of each, in pixels
	class, outerClass               string  // "" or " end", added to a text's class
}

func sideOf(end timeline.End) side {
	if end == timeline.Client {
		return side{clock: edge, text: barLeft - 9, waiting: barLeft - 4, bar: barLeft, wire: barLeft + barWidth, class: " end"}
	}
	bar := float64(width - barLeft - barWidth)
	return side{clock: width - edge, text: bar + barWidth + 9, waiting: bar + barWidth + 4, bar: bar, wire: bar, outerClass: " end"}
}

// bar draws an end's states as stretches of colour, from the moment each was
// read.
func (d *drawing) bar(end timeline.End, bottom float64) {
	x, y, class := sideOf(end).bar, float64(head-6), "unread"
	stretch := func(to float64, next string) {
		d.printf("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>\n", class, x, y, barWidth, to-y)
		y, class = to, next
	}
	for i, event := range d.trace.Events {
		if event.End == end && event.Kind == timeline.State {
			stretch(d.layout.at[i], stateClass(event.State))
		}
	}
	stretch(bottom, "")
	for _, y := range d.layout.breaks {
		d.printf("<path class=\"break\" d=\"M%.1f %.1fl%d -6\"/>\n", x-2, y+3, barWidth+4)
	}
}

// margin writes an end's calls and states beside its bar, and the time beside
// those.
func (d *drawing) margin(end timeline.End) {
	s := sideOf(end)
	entered := -1.0 // where the call that has not returned yet stands
	for i, event := range d.trace.Events {
		if event.End != end {
			continue
		}
		y := d.layout.at[i]
		switch event.Kind {
		case timeline.Enter:
			entered = y
			d.call(s, y, event.Text())
		case timeline.Return:
			if entered >= 0 {
				d.printf("<path class=\"waiting\" d=\"M%.1f %.1fV%.1f\"/>\n", s.waiting, entered-5, y+5)
			}
			d.call(s, y, event.Text())
		case timeline.State:
			d.state(s, y, event.State.String(), stateClass(event.State))
		}
	}
	d.clock(end)
}

// callWidth is how many characters of a call fit the margin.
const callWidth = 29

func (d *drawing) call(s side, y float64, text string) {
	d.text(s.text, y+4, "call"+s.class, shorten(text, callWidth))
}

// shorten cuts text in the middle: a call's name and its result matter most.
func shorten(text string, max int) string {
	const tail = 7
	if utf8.RuneCountInString(text) <= max {
		return text
	}
	runes := []rune(text)
	return string(runes[:max-tail-1]) + "…" + string(runes[len(runes)-tail:])
}

// state draws a state's name on a field of its colour.
func (d *drawing) state(s side, y float64, name, class string) {
	const letter, around, height = 6.3, 5.0, 14.0
	wide := letter*float64(len(name)) + 2*around
	x, inner := s.text, s.text+around
	if s.class != "" {
		x, inner = s.text-wide, s.text-around
	}
	d.printf("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\"/>\n", class, x, y-height/2, wide, height)
	d.text(inner, y+3.5, "name"+s.class, name)
}

// clock writes the time of what happened at an end, where there is room and
// enough has passed since it was last written.
func (d *drawing) clock(end timeline.End) {
	const room = 12
	s, shown, last := sideOf(end), time.Duration(-1), 0.0
	for i, event := range d.trace.Events {
		y := d.layout.at[i]
		if event.End != end || y < last+room || shown >= 0 && event.At-shown < d.layout.unit/20 {
			continue
		}
		d.text(s.clock, y+3.5, "clock"+s.outerClass, milliseconds(event.At, d.layout.unit))
		shown, last = event.At, y
	}
}

// milliseconds writes a time with as many digits as tell events apart.
func milliseconds(at, unit time.Duration) string {
	digits := 1
	if unit < 2*time.Millisecond {
		digits = 3
	}
	return strings.TrimSpace(fmt.Sprintf("%.*f", digits, float64(at)/float64(time.Millisecond)))
}
