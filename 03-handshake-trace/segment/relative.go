package segment

import "net/netip"

// Relative turns sequence numbers, which begin anywhere, into ones that count
// from each side's SYN. Give it the segments in the order they were seen; it
// tells connections apart by their addresses and ports. The zero value is
// ready for use.
type Relative struct {
	initial map[direction]uint32 // the number of the sender's SYN, RFC 9293's ISS
}

type direction struct{ from, to netip.AddrPort }

// Numbers returns the segment's sequence number and acknowledgment number,
// relative. Without the ACK bit the latter means nothing and is 0. Where a
// capture began after the SYN, counting begins as if it had been the byte
// before.
func (r *Relative) Numbers(s Segment) (sequence, acknowledgment uint32) {
	if r.initial == nil {
		r.initial = make(map[direction]uint32)
	}
	there := direction{s.Source, s.Destination}
	back := direction{s.Destination, s.Source}
	if first, known := r.initial[there]; s.Flags&(SYN|RST) == SYN && (!known || first != s.SequenceNumber) {
		if known && !s.Flags.Has(ACK) {
			delete(r.initial, back) // the same ports, a new connection
		}
		r.initial[there] = s.SequenceNumber
	}
	sequence = s.SequenceNumber - r.begin(there, firstOf(s))
	if s.Flags.Has(ACK) {
		acknowledgment = s.AcknowledgmentNumber - r.begin(back, s.AcknowledgmentNumber-1)
	}
	return sequence, acknowledgment
}

// begin returns the initial number of a direction, which is guess where it
// was not seen.
func (r *Relative) begin(d direction, guess uint32) uint32 {
	if _, known := r.initial[d]; !known {
		r.initial[d] = guess
	}
	return r.initial[d]
}

// firstOf guesses the initial number from a segment in the middle. A reset
// from where nothing listens has no number of its own and says 0 (RFC 9293,
// section 3.10.7.1).
func firstOf(s Segment) uint32 {
	if s.Flags.Has(RST) && s.SequenceNumber == 0 {
		return 0
	}
	return s.SequenceNumber - 1
}
