package scenario

import (
	"fmt"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// The sentences about segments that are lost.

// resent returns the first segment that was lost, and the one that repeats it.
func resent(t *timeline.Trace) (lost, again seen, ok bool) {
	missing := segments(t, func(s seen) bool { return s.Lost })
	if len(missing) == 0 {
		return lost, again, false
	}
	lost = missing[0]
	repeats := segments(t, func(s seen) bool {
		return s.Number > lost.Number && s.From == lost.From && !s.Lost && s.header.Flags == lost.header.Flags &&
			s.header.SequenceNumber == lost.header.SequenceNumber && s.header.Length == lost.header.Length
	})
	if len(repeats) == 0 {
		return lost, again, false
	}
	return lost, repeats[0], true
}

func loss(t *timeline.Trace) string {
	lost, again, ok := resent(t)
	if !ok {
		return ""
	}
	said := fmt.Sprintf("Segment %d, %s, was lost and sent again %s later, as segment %d.",
		lost.Number, lost.header.Flags, took(again.Left-lost.Left), again.Number)
	syns := segments(t, func(s seen) bool {
		return s.header.Flags == segment.SYN && s.Number > lost.Number && s.Number < again.Number
	})
	if lost.From == timeline.Server && len(syns) > 0 {
		said += " The client had sent its SYN once more by then: to the client, both losses look the same."
	}
	return said
}

func connectTook(t *timeline.Trace) string {
	called, ok := event(t, timeline.Client, entered("connect"))
	returned, back := event(t, timeline.Client, text("connect() = 0"))
	if !ok || !back {
		return ""
	}
	return fmt.Sprintf("connect() returned 0 after %s: a program sees the time that it took and not the loss.",
		took(returned.At-called.At))
}

func sentIsNotReceived(t *timeline.Trace) string {
	lost, again, ok := resent(t)
	if !ok || lost.header.Length == 0 {
		return ""
	}
	if _, sent := event(t, lost.From, text(fmt.Sprintf("send(%q) = %d", lost.header.Payload, lost.header.Length))); !sent {
		return ""
	}
	return fmt.Sprintf("send() had long returned %d: that means that the kernel has taken the bytes and not that anybody has them. "+
		"They arrived %s after they were first sent.", lost.header.Length, took(again.Arrived-lost.Left))
}

func ackReplaced(t *timeline.Trace) string {
	missing := segments(t, func(s seen) bool { return s.Lost && s.header.Flags == segment.ACK && s.header.Length == 0 })
	if len(missing) == 0 {
		return ""
	}
	lost := missing[0]
	for _, s := range segments(t, with(lost.From, segment.ACK)) {
		if s.Number > lost.Number && s.header.AcknowledgmentNumber == lost.header.AcknowledgmentNumber {
			return fmt.Sprintf("Segment %d, the handshake's ACK, was lost and never sent again: an ACK without data never is. "+
				"Segment %d acknowledged the same and brought %d bytes as well.", lost.Number, s.Number, s.header.Length)
		}
	}
	return ""
}

func timeWaitAnswers(t *timeline.Trace) string {
	missing := segments(t, func(s seen) bool { return s.Lost })
	fins := segments(t, with(timeline.Server, segment.FIN))
	waiting, ok := event(t, timeline.Client, reached(states.TimeWait))
	if len(missing) == 0 || len(fins) < 2 || !ok || fins[1].Arrived < waiting.At {
		return ""
	}
	return fmt.Sprintf("Segment %d, the last ACK, was lost, so the server stayed in LAST_ACK and sent its FIN again after %s. "+
		"In TIME_WAIT the client's kernel was still there to acknowledge it, although its program had ended: that is what TIME_WAIT is for.",
		missing[0].Number, took(fins[1].Left-fins[0].Left))
}
