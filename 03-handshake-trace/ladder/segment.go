package ladder

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// segmentLines is the middle column of a row. All that a segment says stands
// where it leaves; where it arrives, its number and flags are enough to find it.
func (l *Ladder) segmentLines(r *row) []string {
	if r.segment == nil {
		return nil
	}
	s := r.segment
	paint := colourOf(s.Flags)
	name := l.name(s)
	if r.repeated {
		name = l.say("%s again: kept back", name)
	}
	if !r.leaves || r.repeated {
		return []string{l.arrow(r, paint, name)}
	}
	said := l.describe(name, s)
	lines := []string{l.arrow(r, paint, said[0])}
	for _, more := range said[1:] {
		text := pad("   "+more, l.middle-2)
		if s.From == timeline.Server {
			text = strings.Repeat(" ", max(0, l.middle-3-printed(more))) + more + " "
		}
		lines = append(lines, "│"+paint.Sprint(text)+"│")
	}
	return lines
}

// name is a segment's number and flags, by their first letters where their
// names are too long.
func (l *Ladder) name(s *timeline.Segment) string {
	name := fmt.Sprintf("%d %s", s.Number, s.Flags)
	if printed(name) <= l.room() {
		return name
	}
	var letters strings.Builder
	for _, flag := range strings.Split(s.Flags.String(), ",") {
		letters.WriteByte(flag[0])
	}
	return fmt.Sprintf("%d %s", s.Number, &letters)
}

// describe is what a segment says, in lines that fit: numbers relative, the
// window in bytes, and what is remarkable about it.
func (l *Ladder) describe(name string, s *timeline.Segment) []string {
	parts := []string{name, fmt.Sprintf("seq=%d", s.Seq)}
	if s.Flags.Has(segment.ACK) {
		parts = append(parts, fmt.Sprintf("ack=%d", s.Ack))
	}
	parts = append(parts, s.WindowText().In(l.language))
	width := l.middle - 6
	lines := fill(parts, " ", l.room())
	if s.Marks != 0 {
		lines = append(lines, Wrap("["+s.Marks.Names().In(l.language)+"]", width)...)
	}
	lines = append(lines, fill(options(s), ", ", width)...)
	if s.Malformed != nil {
		lines = append(lines, Wrap(lang.Of(s.Malformed).In(l.language), width)...)
	}
	if s.Length > 0 {
		length := fmt.Sprintf("len=%d ", s.Length)
		lines = append(lines, length+payload(s.Payload, s.Length, l.room()-len(length)))
	}
	return lines
}

// options are what the options say. Every segment carries timestamps; that they
// are used is said at the SYN, and their values nowhere. The numbers of SACK are
// relative, as Ack is.
func options(s *timeline.Segment) (said []string) {
	for _, option := range s.Options {
		blocks := segment.Options{option}.SACK()
		switch {
		case option.Kind == segment.EndOfOptions || option.Kind == segment.NoOperation:
		case option.Kind == segment.Timestamps:
			if s.Flags.Has(segment.SYN) {
				said = append(said, "ts")
			}
		case len(blocks) > 0 && s.Flags.Has(segment.ACK):
			initial := s.AcknowledgmentNumber - s.Ack
			for i, block := range blocks {
				name := ""
				if i == 0 {
					name = "sack "
				}
				said = append(said, fmt.Sprintf("%s%d-%d", name, block.Begin-initial, block.End-initial))
			}
		default:
			said = append(said, option.String())
		}
	}
	return said
}

// room is what the longest ends of an arrow leave for text.
func (l *Ladder) room() int { return l.middle - 10 }

// fill joins parts, beginning a new line where the next does not fit. A part
// that is too long for any line is broken.
func fill(parts []string, separator string, width int) (lines []string) {
	for _, part := range parts {
		if printed(part) > width {
			lines = append(lines, Wrap(part, width)...)
			continue
		}
		last := len(lines) - 1
		if last >= 0 && printed(lines[last])+len(separator)+printed(part) <= width {
			lines[last] += separator + part
			continue
		}
		lines = append(lines, part)
	}
	return lines
}

// payload is the beginning of the data as a string of Go, so that no byte of
// it reaches the terminal as itself. There were length bytes, of which a capture
// may have left some out.
func payload(data []byte, length, width int) string {
	for n := min(len(data), width); ; n-- {
		text := fmt.Sprintf("%+q", data[:n])
		if n < length {
			text += "…"
		}
		if printed(text) <= width || n == 0 {
			return text
		}
	}
}

// onTheWay stands for the part of an arrow that a row does not show: when one
// end sent, the other had not received yet.
const onTheWay = "┄┄┄"

// blank is the middle column where no segment leaves or arrives.
func (l *Ladder) blank() string { return "│" + strings.Repeat(" ", l.middle-2) + "│" }

// arrow draws text on a line from the side that sent: beside the sender where
// the segment leaves, beside the receiver where it only arrives.
func (l *Ladder) arrow(r *row, paint *color.Color, text string) string {
	lost := " " + l.say("lost") + " "
	var pieces []string // from the sender's side on
	switch {
	case r.leaves && r.lost:
		pieces = []string{"├", " " + text + " ", "line", "✗", lost, "│"}
	case r.lost:
		pieces = []string{"│", onTheWay, "line", " " + text + " ", "✗", lost, "│"}
	case r.leaves && r.arrives:
		pieces = []string{"├", " " + text + " ", "line", "▶"}
	case r.leaves:
		pieces = []string{"├", " " + text + " ", "line", onTheWay, "│"}
	default:
		pieces = []string{"│", onTheWay, "line", " " + text + " ", "─▶"}
	}
	if r.segment.From == timeline.Server {
		slices.Reverse(pieces)
		for i, piece := range pieces {
			pieces[i] = mirrored.Replace(piece)
		}
	}
	free := l.middle - printed(strings.Join(pieces, "")) + len("line")
	line := strings.Repeat("─", max(0, free))
	pieces[slices.Index(pieces, "line")] = line
	return paint.Sprint(strings.Join(pieces, ""))
}

// mirrored turns the pieces of an arrow around.
var mirrored = strings.NewReplacer("├", "┤", "─▶", "◀─", "▶", "◀")

// One colour for each kind of thing. On anything but a terminal, and with
// NO_COLOR, they are none.
var (
	callColour  = color.New(color.FgCyan)
	stateColour = color.New(color.FgGreen, color.Bold)
	openColour  = color.New(color.FgYellow)
	dataColour  = color.New(color.FgWhite)
	closeColour = color.New(color.FgMagenta)
	resetColour = color.New(color.FgRed)
)

// colourOf tells opening, closing, resetting and other segments apart.
func colourOf(flags segment.Flags) *color.Color {
	switch {
	case flags.Has(segment.RST):
		return resetColour
	case flags.Has(segment.SYN):
		return openColour
	case flags.Has(segment.FIN):
		return closeColour
	}
	return dataColour
}
