package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

// Loss decides for each segment that leaves an end whether it is lost.
type Loss func(from timeline.End, s segment.Segment) bool

// opens are the bits that open, carry and close a connection. PSH is advice,
// and the bits of ECN are about the network.
const opens = segment.SYN | segment.ACK | segment.FIN | segment.RST

// control returns those bits of a segment.
func control(s *timeline.Segment) segment.Flags { return s.Flags & opens }

// first makes a Loss of the first segment from an end that has just these
// control bits and so many bytes of payload.
func first(from timeline.End, flags segment.Flags, length int) func() Loss {
	return func() Loss {
		done := false
		return func(end timeline.End, s segment.Segment) bool {
			if done || end != from || s.Flags&opens != flags || s.Length != length {
				return false
			}
			done = true
			return true
		}
	}
}

// resent returns the first segment that was lost, and the one that repeats it.
func resent(t *timeline.Trace) (gone, again *timeline.Segment, ok bool) {
	missing := segments(t, lost)
	if len(missing) == 0 {
		return nil, nil, false
	}
	gone = missing[0]
	repeats := segments(t, func(s *timeline.Segment) bool {
		return s.Number > gone.Number && s.From == gone.From && !s.Lost && control(s) == control(gone) &&
			s.SequenceNumber == gone.SequenceNumber && s.Length == gone.Length
	})
	if len(repeats) == 0 {
		return nil, nil, false
	}
	return gone, repeats[0], true
}

// sentAgain tells of a segment that was lost and sent again.
func sentAgain(t *timeline.Trace) lang.Text {
	gone, again, ok := resent(t)
	if !ok {
		return nothing
	}
	said := lang.Say("Segment %d, %s, was lost and sent again %s later, as segment %d.",
		gone.Number, gone.Flags, took(again.Left-gone.Left), again.Number)
	syns := segments(t, func(s *timeline.Segment) bool {
		return control(s) == segment.SYN && s.Number > gone.Number && s.Number < again.Number
	})
	if gone.From == timeline.Server && len(syns) > 0 {
		return words.Paragraph(said, lang.Say("The client had sent its SYN once more by then: to the client, both losses look the same."))
	}
	return said
}
