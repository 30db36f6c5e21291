package svg

import (
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"io"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

const (
	syn = `
		45 00 00 3c ff 73 40 00 40 06 27 46 0a 00 00 01  0a 00 00 02
		dc d4 13 88 02 70 85 f0 00 00 00 00 a0 02 fa f0  46 c0 00 00
		02 04 05 b4 04 02 08 0a 00 54 79 38 00 00 00 00  01 03 03 0a`
	synAck = `
		45 00 00 3c 00 00 40 00 40 06 26 ba 0a 00 00 02  0a 00 00 01
		13 88 dc d4 8b 02 ce 9d 02 70 85 f1 a0 12 fe 88  2b 31 00 00
		02 04 05 b4 04 02 08 0a 6f a0 4e a5 00 54 79 38  01 03 03 0a`
	hello = `
		45 00 00 39 ff 75 40 00 40 06 27 47 0a 00 00 01  0a 00 00 02
		dc d4 13 88 02 70 85 f1 8b 02 ce 9e 80 18 00 3f  34 56 00 00
		01 01 08 0a 00 54 79 4d 6f a0 4e a5  48 65 6c 6c 6f`
)

// recorder builds a trace event by event, with times in milliseconds.
type recorder struct {
	t            *testing.T
	trace        timeline.Trace
	conversation timeline.Conversation
}

func (r *recorder) note(at float64, event timeline.Event) {
	event.At = time.Duration(at * float64(time.Millisecond))
	r.trace.Events = append(r.trace.Events, event)
}

// sends notes that a packet leaves, and returns it.
func (r *recorder) sends(at float64, from timeline.End, text string) *timeline.Segment {
	packet, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	require.NoError(r.t, err)
	decoded, err := segment.Decode(packet)
	require.NoError(r.t, err)
	s := &timeline.Segment{Number: len(r.trace.Segments()) + 1, From: from, Segment: decoded}
	r.conversation.Follow(s)
	r.note(at, timeline.Event{End: from, Kind: timeline.Leave, Segment: s})
	s.Left = r.trace.Events[len(r.trace.Events)-1].At
	return s
}

func (r *recorder) receives(at float64, s *timeline.Segment) {
	r.note(at, timeline.Event{End: s.From.Other(), Kind: timeline.Arrive, Segment: s})
	s.Arrived = r.trace.Events[len(r.trace.Events)-1].At
}

func (r *recorder) loses(at float64, s *timeline.Segment) {
	r.note(at, timeline.Event{End: s.From, Kind: timeline.Lost, Segment: s})
	s.Lost = true
}

func (r *recorder) calls(at float64, end timeline.End, text string) {
	call, err := timeline.ParseCall(text)
	require.NoError(r.t, err)
	r.note(at, timeline.Event{End: end, Kind: timeline.Enter, Call: &call})
}

func (r *recorder) is(at float64, end timeline.End, state states.State) {
	r.note(at, timeline.Event{End: end, Kind: timeline.State, State: state})
}

// eventful is a trace in which a SYN is lost and much happens at once.
func eventful(t *testing.T) *timeline.Trace {
	r := &recorder{t: t}
	r.trace.Title = "a < b & c"
	r.trace.Seen = lang.Say("on the wire")
	r.trace.Lesson = []lang.Text{lang.Verbatim(strings.Repeat("word ", 40)), lang.Verbatim("Second sentence.")}
	r.trace.Address = [2]netip.AddrPort{netip.MustParseAddrPort("10.0.0.1:56532"), netip.MustParseAddrPort("10.0.0.2:5000")}
	r.calls(0, timeline.Client, "socket() = 3")
	r.calls(0.1, timeline.Client, "connect(3, 5000)")
	lost := r.sends(0.2, timeline.Client, syn)
	r.is(0.3, timeline.Client, states.SynSent)
	r.loses(20, lost)
	s := r.sends(1000, timeline.Client, syn)
	r.receives(1050, s)
	r.is(1050.1, timeline.Server, states.SynRecv)
	answer := r.sends(1050.1, timeline.Server, synAck)
	// Three segments leave within one millisecond, and meet one on its way.
	a := r.sends(1060, timeline.Client, hello)
	b := r.sends(1060.1, timeline.Client, hello)
	c := r.sends(1060.2, timeline.Client, hello)
	r.receives(1100.2, answer)
	r.note(1100.3, timeline.Event{End: timeline.Client, Kind: timeline.Return, Call: &timeline.Call{Name: "connect", FD: 3, Port: 5000, Returned: true}})
	r.is(1100.4, timeline.Client, states.Established)
	r.calls(1100.5, timeline.Client, `send(3, "abcdefghijklmnopqrstuvwxyz") = 26`)
	r.receives(1110, a)
	r.receives(1110.1, b)
	r.receives(1110.2, c)
	return &r.trace
}

func drawn(t *testing.T, trace *timeline.Trace) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Write(&out, trace, lang.English))
	return out.String()
}

// A README shows the picture as an image: nothing in it may be fetched or run.
func TestSelfContained(t *testing.T) {
	picture := drawn(t, eventful(t))
	decoder := xml.NewDecoder(strings.NewReader(picture))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		if element, ok := token.(xml.StartElement); ok {
			assert.Contains(t, []string{"svg", "title", "style", "rect", "path", "text", "g"}, element.Name.Local)
		}
	}
	assert.NotContains(t, picture, "url(")
	assert.NotContains(t, picture, "@import")
	assert.Equal(t, 1, strings.Count(picture, "http"), "the name space")
	assert.Contains(t, picture, "prefers-color-scheme:dark")
}

func TestWhatThePictureSays(t *testing.T) {
	picture := drawn(t, eventful(t))
	for _, text := range []string{
		">a &lt; b &amp; c<",
		">10.0.0.1:56532<", ">10.0.0.2:5000<",
		">connect(3, 5000)<", ">connect() = 0<", ">send(3, &#34;abcdefghijkl…&#34;) = 26<",
		">SYN_SENT<", ">SYN_RECV<", ">ESTABLISHED<",
		">1 SYN<", ">lost<", ">seq=0 win=64240 mss=1460<",
		">3 SYN,ACK<", ">seq=0 ack=1 win=65160 mss=1460<",
		">4 PSH,ACK &#34;Hello&#34;<", ">5 PSH,ACK &#34;Hello&#34; [retransmission]<", ">seq=1 ack=1 len=5<",
		">1000.0<", ">Second sentence.<",
	} {
		assert.Contains(t, picture, text)
	}
	assert.Equal(t, 6, strings.Count(picture, "seq="), "each segment that left, once; retransmissions too")
}

func TestLaterIsNeverHigher(t *testing.T) {
	trace := eventful(t)
	l := arrange(trace)
	require.Len(t, l.at, len(trace.Events))
	for i := 1; i < len(l.at); i++ {
		assert.GreaterOrEqual(t, l.at[i], l.at[i-1], "event %d", i)
	}
	assert.Len(t, l.breaks, 1, "the second in which nothing happened")
}

func TestNothingOverlaps(t *testing.T) {
	trace := eventful(t)
	l := arrange(trace)
	row, leave := [2]float64{}, [2]float64{}
	for i, event := range trace.Events {
		switch event.Kind {
		case timeline.Enter, timeline.Return, timeline.State:
			assert.GreaterOrEqual(t, l.at[i]-row[event.End], float64(rowHeight), "row %d", i)
			row[event.End] = l.at[i]
		case timeline.Leave:
			assert.GreaterOrEqual(t, l.at[i]-leave[event.End], float64(leaveLeave), "label %d", i)
			leave[event.End] = l.at[i]
		}
	}
}

func TestArrowsSlantAsLongAsTheyTravel(t *testing.T) {
	trace := eventful(t)
	l := arrange(trace)
	for _, s := range trace.Segments()[1:] {
		assert.Greater(t, l.came[s], l.left[s]+flight/2, "segment %d", s.Number)
	}
	assert.NotContains(t, l.came, trace.Segments()[0], "what was lost never came")
}

// On lo and in a capture only one moment is known: no slant may be invented.
func TestArrowOfOneMomentIsLevel(t *testing.T) {
	r := &recorder{t: t}
	for i, text := range []string{syn, synAck, hello, hello} {
		from := timeline.Client
		if i == 1 {
			from = timeline.Server
		}
		s := r.sends(float64(i)/100, from, text)
		r.receives(float64(i)/100, s)
	}
	l := arrange(&r.trace)
	for _, s := range r.trace.Segments() {
		assert.Equal(t, l.left[s], l.came[s])
	}
	assert.NotContains(t, drawn(t, &r.trace), `class="name`, "no state was read, none is shown")
}

// The longest addresses of IPv6 stand in their margins, the title does not stand
// over what was seen.
func TestLongAddresses(t *testing.T) {
	trace := eventful(t)
	address := netip.MustParseAddrPort("[2001:db8:1234:5678:9abc:def0:1234:5678]:65535")
	trace.Address = [2]netip.AddrPort{address, address}
	trace.Title = address.String() + " → " + address.String()
	trace.Seen = lang.Say("in a capture, which knows nothing of calls and states")
	picture := drawn(t, trace)
	const narrowest = 8 * 0.602 // of a character of the small font, in pixels
	assert.Less(t, float64(len(address.String()))*narrowest, float64(barLeft-9))
	assert.Contains(t, picture, `class="address end narrow">[2001`)
	assert.Contains(t, picture, `class="title narrow">[2001`)
	assert.Contains(t, picture, `y="48.0" class="seen end"`)
}

func TestShorten(t *testing.T) {
	assert.Equal(t, "accept()", shorten("accept()", 29))
	assert.Equal(t, `"Hello"`, quote([]byte("Hello"), 5))
	assert.Equal(t, `"abcdefghijkl"…`, quote([]byte("abcdefghijklm"), 13))
	assert.Equal(t, `"Hel"…`, quote([]byte("Hel"), 5), "the capture has the beginning only")
	assert.Equal(t, `recv() = "abcdefghijk…uvwxyz"`, shorten(`recv() = "abcdefghijklmnopqrstuvwxyz"`, 29))
}

// The picture plays once; it stands still where motion is not wanted, on paper,
// and for a viewer that knows no animation, which leaves the curtain open.
func TestPlaysOnce(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, Write(&out, &timeline.Trace{Title: "nothing"}, lang.English))
	assert.Contains(t, out.String(), `<g class="curtain" style="animation-duration:3.0s">`)
	assert.Contains(t, out.String(), ".curtain{transform:scaleY(0);")
	assert.Equal(t, 1, strings.Count(out.String(), "animation:"))
	assert.Contains(t, out.String(), "@media screen and (prefers-reduced-motion:no-preference){.curtain{animation:play 10s linear}}")
	assert.NotContains(t, out.String(), "infinite")
}
