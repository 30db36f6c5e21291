package ladder

import (
	"slices"
	"strings"

	"github.com/fatih/color"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// onTheWay stands for the part of an arrow that a row does not show: when one
// end sent, the other had not received yet.
const onTheWay = "┄┄┄"

// blank is the middle column where no segment leaves or arrives.
func (l *Ladder) blank() string { return "│" + strings.Repeat(" ", l.middle-2) + "│" }

// arrow draws text on a line from the side that sent: beside the sender where
// the segment leaves, beside the receiver where it only arrives.
func (l *Ladder) arrow(r *row, paint *color.Color, text string) string {
	var pieces []string // from the sender's side on
	switch {
	case r.leaves && r.lost:
		pieces = []string{"├", " " + text + " ", "line", "✗", " lost ", "│"}
	case r.lost:
		pieces = []string{"│", onTheWay, "line", " " + text + " ", "✗", " lost ", "│"}
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
