//go:build unix

package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Loss decides for each segment that leaves an end whether it is lost.
type Loss func(from timeline.End, s segment.Segment) bool

// first makes a Loss of the first segment from an end that has just these
// flags (PSH aside, which is advice) and so many bytes of payload.
func first(from timeline.End, flags segment.Flags, length int) func() Loss {
	return func() Loss {
		done := false
		return func(end timeline.End, s segment.Segment) bool {
			if done || end != from || s.Flags&^segment.PSH != flags || s.Length != length {
				return false
			}
			done = true
			return true
		}
	}
}

// firstAnswerToFIN makes a Loss of the client's first ACK of the server's FIN.
func firstAnswerToFIN() Loss {
	var awaited uint32 // the ACK of the server's FIN, once that has left
	known, done := false, false
	return func(end timeline.End, s segment.Segment) bool {
		if end == timeline.Server && s.Flags.Has(segment.FIN) {
			awaited, known = s.SequenceNumber+uint32(s.Length)+1, true
		}
		if done || !known || end != timeline.Client || s.AcknowledgmentNumber != awaited {
			return false
		}
		done = true
		return true
	}
}
