package svg

import (
	"fmt"
	"math"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

const (
	labelAt   = 24   // how far from its sender a label begins, in pixels
	lostAt    = 0.55 // how much of the way a lost segment is drawn
	payload   = 12   // bytes of data that a label quotes
	arrowHead = 8    // its length in pixels
)

// arrows draws the segments from bar to bar: all lines, then all labels, so
// that no line crosses a text out.
func (d *drawing) arrows() {
	segments := d.trace.Segments()
	arrows := make([]arrow, len(segments))
	for i, s := range segments {
		arrows[i] = d.place(s)
		d.line(arrows[i])
	}
	for _, a := range arrows {
		d.label(a)
	}
}

// arrow is a segment and where it is drawn.
type arrow struct {
	*timeline.Segment
	class string
	x, y  float64 // where it left
	toX   float64
	toY   float64 // where it arrived, or was lost
}

func (d *drawing) place(s *timeline.Segment) arrow {
	a := arrow{
		Segment: s, class: segmentClass(s),
		x: sideOf(s.From).wire, y: d.layout.left[s],
		toX: sideOf(s.From.Other()).wire, toY: d.layout.came[s],
	}
	if s.Lost {
		a.toX, a.toY = a.x+(a.toX-a.x)*lostAt, a.y+flight*lostAt
	}
	return a
}

func (d *drawing) line(a arrow) {
	d.printf("<path class=\"%s wire\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", a.class, a.x, a.y, a.toX, a.toY)
	if a.Lost {
		d.cross(a.toX, a.toY)
	} else {
		d.head(a.class, a.toX, a.toY, math.Atan2(a.toY-a.y, a.toX-a.x))
	}
}

// head draws the point of an arrow that goes in a direction, in radians.
func (d *drawing) head(class string, x, y, direction float64) {
	corner := func(turn float64) (float64, float64) {
		return x - arrowHead*math.Cos(direction+turn), y - arrowHead*math.Sin(direction+turn)
	}
	x1, y1 := corner(0.4)
	x2, y2 := corner(-0.4)
	d.printf("<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fZ\"/>\n", class, x, y, x1, y1, x2, y2)
}

// cross draws the × where a segment was lost.
func (d *drawing) cross(x, y float64) {
	const size = 6
	d.printf("<path class=\"lost wire\" stroke-width=\"2.5\" d=\"M%.1f %.1fl%d %dm0 -%dl-%d %d\"/>\n",
		x-size, y-size, 2*size, 2*size, 2*size, 2*size, 2*size)
	d.text(x+2*size, y-size, "label lost", lang.Say("lost").In(d.language))
}

// label writes what a segment says along its arrow, in the sender's half:
// there, an arrow of the other direction has no label.
func (d *drawing) label(a arrow) {
	anchor, at := "", float64(labelAt)
	if a.From == timeline.Server {
		anchor, at = " end", -labelAt
	}
	what := fmt.Sprintf("%d %v", a.Number, a.Flags)
	numbers := fmt.Sprintf("seq=%d", a.Seq)
	if a.Flags.Has(segment.ACK) {
		numbers += fmt.Sprintf(" ack=%d", a.Ack)
	}
	if a.Length > 0 {
		what += " " + quote(a.Payload, a.Length)
		numbers += fmt.Sprintf(" len=%d", a.Length)
	} else {
		numbers += " " + a.WindowText().In(d.language)
	}
	if a.Marks != 0 {
		what += " [" + a.Marks.Names().In(d.language) + "]"
	}
	if mss, ok := a.Options.MSS(); ok {
		numbers += fmt.Sprintf(" mss=%d", mss)
	}
	d.printf("<g transform=\"translate(%.1f %.1f) rotate(%.2f)\">\n", a.x, a.y, math.Atan((a.toY-a.y)/(a.toX-a.x))*180/math.Pi)
	d.text(at, -4, "label "+a.class+anchor, what)
	d.text(at, 11, "detail"+anchor, numbers)
	d.printf("</g>\n")
}

// quote shows the beginning of data as Go writes a string. There were length bytes,
// of which a capture may have left some out.
func quote(data []byte, length int) string {
	shown := data[:min(len(data), payload)]
	if len(shown) < length {
		return fmt.Sprintf("%q…", shown)
	}
	return fmt.Sprintf("%q", shown)
}
