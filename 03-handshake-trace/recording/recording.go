// Package recording keeps a trace in a capture, and finds the connections in
// anybody's.
//
// A capture has packets and nothing of the calls and states around them. So
// the comment on each packet holds its stretch of the time line, from the
// moment it left until the next one did, one event a line:
//
//	412µs client calls connect(3, 5000)
//	5.6ms client sends segment 1
//	5.7ms client is SYN_SENT
//	50.5ms server receives segment 1
//	55.7ms server is SYN_RECV
//	101ms server queues receive 19, send 0, accept 1 of 5
//
// Wireshark shows it beside the segment, and Open gets the whole trace back,
// field by field. A capture made by another program gives segments only: they
// are read one by one, so that what it takes does not grow with the file.
package recording

import (
	"errors"
	"io"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

// application is how a file of ours is told from anybody's.
const application = "03-handshake-trace"

// A file of ours is small: it shows one connection. One that is larger is not
// believed to be ours.
const (
	ownPacketsMax = 10_000
	ownBytesMax   = 16 << 20
)

// File is a capture that is being read.
type File struct {
	// Trace is what a file of ours holds, or nil for anybody's, whose segments
	// Next returns.
	Trace *timeline.Trace

	Connections []*Connection // in the order in which they began; their counts grow with Next
	More        int           // segments of connections that are not kept there, as there are too many
	Packets     int           // read so far
	LeftOut     []Reason      // why packets were not shown, in the order in which that came up
	Late        int           // segments that stand far behind their time in the file

	packets packets
	open    map[pair]*Connection
}

// Reason counts the packets that are not shown for one reason.
type Reason struct {
	What  lang.Text // is wrong with them: "not TCP: IP protocol 17"
	Count int
	First int // number of the first of them in the file

	english string // What, to tell one from another by
	inside  bool   // something else than TCP is inside
}

// Open begins to read a capture. The error says what the file is not.
func Open(r io.Reader) (*File, error) {
	reader, err := capture.NewReader(r)
	if err != nil {
		return nil, err
	}
	f := &File{open: map[pair]*Connection{}, packets: packets{reader: reader}}
	if reader.Application == application {
		f.restore()
	}
	return f, nil
}

// restore reads a file of ours to its end. If it turns out to be none, what was
// read so far is kept for Next.
func (f *File) restore() {
	var all []capture.Packet
	size := 0
	var err error
	for len(all) < ownPacketsMax && size < ownBytesMax {
		var packet capture.Packet
		if packet, err = f.packets.read(); err != nil {
			break
		}
		all = append(all, packet)
		size += len(packet.Data) + len(packet.Comment)
	}
	if err == io.EOF {
		if trace, ok := restore(f.packets.reader.Comment, all); ok {
			f.Trace = trace
			return
		}
	}
	f.packets.unread(all, err)
}

// Read returns the trace in a recording of ours.
func Read(r io.Reader) (*timeline.Trace, error) {
	f, err := Open(r)
	if err == nil && f.Trace == nil {
		err = lang.Errorf("this is no recording of a scenario")
	}
	if err != nil {
		return nil, err
	}
	return f.Trace, nil
}

// Next returns the next segment of somebody's capture, in the order of time,
// and its connection. The segment's packet is valid until the next call. The
// error is io.EOF after the last one; any other says why the file cannot be
// read on.
func (f *File) Next() (*Connection, *timeline.Segment, error) {
	for {
		packet, err := f.packets.next()
		if err != nil {
			return nil, nil, err
		}
		f.Packets++
		s, data, err := decode(packet)
		if err != nil {
			f.leaveOut(packet.Number, err)
			continue
		}
		if c := f.connection(packet, s); c != nil {
			return c, f.place(c, c.add(packet, s, data)), nil
		}
		f.More++
	}
}

// decode takes a packet of a capture apart.
func decode(packet capture.Packet) (segment.Segment, []byte, error) {
	data, err := packet.IP()
	if err != nil {
		return segment.Segment{}, nil, err
	}
	s, err := segment.DecodeCut(data, packet.Missing())
	return s, data, err
}

// reasonsMax bounds the reasons that are told apart.
const reasonsMax = 20

// leaveOut counts a packet that is not shown.
func (f *File) leaveOut(number int, err error) {
	r := reason(err)
	r.english = r.What.String()
	for i := range f.LeftOut {
		if f.LeftOut[i].english == r.english || i == reasonsMax-1 {
			f.LeftOut[i].Count++
			return
		}
	}
	if len(f.LeftOut) == reasonsMax-1 {
		r = Reason{What: lang.Say("of other kinds")}
	}
	r.Count, r.First = 1, number
	f.LeftOut = append(f.LeftOut, r)
}

// reason returns what packets have in common that cannot be shown.
func reason(err error) Reason {
	switch {
	case errors.Is(err, segment.ErrFragment):
		return Reason{What: lang.Say("fragments, which are not put together")}
	case errors.Is(err, segment.ErrNotTCP), errors.Is(err, capture.ErrNotIP):
		return Reason{What: lang.Say("%v", err), inside: true}
	case errors.Is(err, capture.ErrLinkType):
		return Reason{What: lang.Say("%v", err)}
	}
	return Reason{What: lang.Say("%s cut short or malformed", subject{err})}
}

// subject is what an error is about: what stands before its colon, without the
// numbers of this one.
type subject struct{ error }

// In returns the subject in a language.
func (s subject) In(language lang.Language) string {
	said := lang.Of(s.error).In(language)
	return said[:strings.IndexAny(said+":", ":：")]
}

// NoSegment returns an error for a capture in which none was found, which says
// what was found in place of it.
func (f *File) NoSegment() error {
	if f.Packets == 0 {
		return lang.Errorf("there is no packet in the capture")
	}
	lead := lang.Say("there is no TCP in the capture")
	var said lang.Text
	for i, r := range f.LeftOut {
		if !r.inside {
			lead = lang.Say("no TCP segment of the capture can be shown") // there may be some
		}
		packets := lang.Say("%s %s", words.Packets(r.Count), r.What)
		if i > 0 {
			packets = lang.Say("%s; %s", said, packets)
		}
		said = packets
	}
	return lang.Errorf("%s: %s", lead, said)
}
