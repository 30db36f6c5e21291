// Package svg draws a trace as a picture for a README: time runs down, a
// segment's arrow slants from the moment it left to the moment it arrived,
// calls and states stand at the margins. It is one file without script, and
// follows the reader's choice of light or dark.
package svg

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// The picture's measures, in pixels at its natural size.
const (
	width    = 900
	edge     = 14  // free space around everything
	barWidth = 10  // of the bar that shows an end's state
	barLeft  = 264 // where the client's begins; the server's mirrors it
	head     = 98  // above the first event
	foot     = 26  // below the last one
	line     = 18  // of the text under the picture
)

// lessonWidth is how many columns of a lesson fit a line.
const lessonWidth = 116

// drawing is a picture in the making.
type drawing struct {
	trace    *timeline.Trace
	language lang.Language
	layout   layout
	out      bytes.Buffer
}

// Write writes the picture of a trace to w, with its words in a language.
func Write(w io.Writer, trace *timeline.Trace, language lang.Language) error {
	d := &drawing{trace: trace, language: language, layout: arrange(trace)}
	var lesson []string
	for _, sentence := range trace.Lesson {
		lesson = append(lesson, strings.Split(lang.Wrap(sentence.In(language), lessonWidth, 0), "\n")...)
	}
	bottom := d.layout.bottom + foot
	height := bottom + edge
	if len(lesson) > 0 {
		height += float64(line*len(lesson)) + edge/2
	}

	d.printf("<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"%s\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\" role=\"img\">\n",
		language.Tag(), width, height, width, height)
	d.printf("<title>%s</title>\n<style>%s</style>\n", escape(trace.Title), style)
	d.printf("<rect class=\"paper\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%.0f\" rx=\"8\"/>\n", width-1, height-1)
	d.heading()
	for _, end := range []timeline.End{timeline.Client, timeline.Server} {
		d.bar(end, bottom)
		d.margin(end)
	}
	d.arrows()
	d.curtain(bottom)
	for i, text := range lesson {
		d.text(edge*2, bottom+edge+float64(line*i)+line/2, "lesson", text)
	}
	d.printf("</svg>\n")
	_, err := w.Write(d.out.Bytes())
	return err
}

func (d *drawing) printf(format string, values ...any) {
	fmt.Fprintf(&d.out, format, values...)
}

// text draws text from x on, or up to x if "end" is one of its classes.
func (d *drawing) text(x, y float64, classes, text string) {
	d.printf("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>\n", x, y, classes, escape(text))
}

// pace is how many pixels a picture plays in a second, and least how many
// seconds the shortest takes.
const (
	pace  = 80
	least = 3
)

// curtain draws what covers the time line at first and draws back as time
// goes, once. Where motion is not wanted, on paper, and for a viewer that knows
// no animation, there is none.
func (d *drawing) curtain(bottom float64) {
	const top = head - 8
	seconds := max(least, (bottom-top)/pace)
	d.printf("<g class=\"curtain\" style=\"animation-duration:%.1fs\"><rect x=\"1\" y=\"%d\" width=\"%d\" height=\"%.0f\"/></g>\n", seconds, top, width-2, bottom-top)
}

func (d *drawing) heading() {
	d.text(edge*2, 30, "title"+narrow(d.trace.Title, titleWidth*3/4), d.trace.Title)
	seenAt := 30.0
	seen := d.trace.Seen.In(d.language)
	if lang.Width(d.trace.Title)+lang.Width(seen) > titleWidth {
		seenAt = 48 // below the title, not over it
	}
	d.text(width-edge*2, seenAt, "seen end", seen)
	for _, end := range []timeline.End{timeline.Client, timeline.Server} {
		s := sideOf(end)
		d.text(s.text, 64, "head"+s.class, end.Name().In(d.language))
		if address := d.trace.Address[end]; address.IsValid() {
			d.text(s.text, 79, "address"+s.class+narrow(address.String(), addressWidth), address.String())
		}
		d.text(s.clock, 79, "clock"+s.outerClass, "ms")
	}
}

// So many characters of a title fit the picture beside what was seen, or alone,
// and so many of an address its margin. Longer ones, of IPv6, get a small font.
const (
	titleWidth   = 100
	addressWidth = 30
)

// narrow returns the class that text of more than max bytes needs.
func narrow(text string, max int) string {
	if len(text) > max {
		return " narrow"
	}
	return ""
}

// escape makes text fit for XML.
func escape(text string) string {
	var out strings.Builder
	xml.EscapeText(&out, []byte(text)) // a Builder does not fail
	return out.String()
}
