package recording

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// found reads a capture to its end, with a trace for each connection.
func found(t testing.TB, r io.Reader) (*File, []*timeline.Trace, error) {
	t.Helper()
	f, err := Open(r)
	if err != nil {
		return nil, nil, err
	}
	var traces []*timeline.Trace
	for {
		c, s, err := f.Next()
		if err == io.EOF {
			return f, traces, nil
		}
		if err != nil {
			return f, traces, err
		}
		if c.Number > len(traces) {
			traces = append(traces, &timeline.Trace{Title: c.Title(), Address: c.Address})
		}
		trace := traces[c.Number-1]
		trace.Events = append(trace.Events, timeline.Event{At: s.Left, End: s.From, Kind: timeline.Leave, Segment: s.Clone()})
	}
}

// told returns the segments of a trace, one a line.
func told(trace *timeline.Trace) string {
	var lines []string
	for _, s := range trace.Segments() {
		lines = append(lines, fmt.Sprintf("%d %v %v seq=%d ack=%d len=%d", s.Number, s.From, s.Flags, s.Seq, s.Ack, s.Length))
	}
	return strings.Join(lines, "\n")
}

func TestConnectionsOfSomebodysCapture(t *testing.T) {
	file, err := os.Open("testdata/echo-and-refused.pcap")
	require.NoError(t, err)
	defer file.Close()

	f, traces, err := found(t, file)
	require.NoError(t, err)
	require.Len(t, f.LeftOut, 1)
	assert.Equal(t, "not TCP: IP protocol 58", f.LeftOut[0].What.String())
	assert.Equal(t, [2]int{2, 1}, [2]int{f.LeftOut[0].Count, f.LeftOut[0].First})
	assert.Nil(t, f.Trace)
	require.Len(t, traces, 2)

	echo, refused := traces[0], traces[1]
	assert.Equal(t, "10.0.0.1:56532 → 10.0.0.2:5000", echo.Title)
	assert.Equal(t, strings.TrimSpace(`
3 client SYN seq=0 ack=0 len=0
4 server SYN,ACK seq=0 ack=1 len=0
5 client ACK seq=1 ack=1 len=0
6 client PSH,ACK seq=1 ack=1 len=5
7 server ACK seq=1 ack=6 len=0
8 server PSH,ACK seq=1 ack=6 len=5
9 client ACK seq=6 ack=6 len=0
10 client FIN,ACK seq=6 ack=6 len=0
12 server FIN,ACK seq=6 ack=7 len=0
13 client ACK seq=7 ack=7 len=0`), told(echo))
	assert.Equal(t, "10.0.0.1:58428 → 10.0.0.2:5001", refused.Title)
	assert.Equal(t, "11 client SYN seq=0 ack=0 len=0\n14 server RST,ACK seq=0 ack=1 len=0", told(refused))
	assert.Equal(t, 10452*time.Microsecond, echo.Segments()[1].Left)

	assert.EqualValues(t, "closed", f.Connections[0].Ended())
	assert.Equal(t, [2]int{6, 4}, f.Connections[0].Segments)
	assert.Equal(t, [2]int{5, 5}, f.Connections[0].Bytes)
	assert.EqualValues(t, "refused", f.Connections[1].Ended())
}

func TestIPv6(t *testing.T) {
	file, err := os.Open("testdata/echo-ipv6.pcap")
	require.NoError(t, err)
	defer file.Close()
	_, traces, err := found(t, file)
	require.NoError(t, err)
	require.Len(t, traces, 1)
	assert.Equal(t, "[fd00::1]:40684 → [fd00::2]:5000", traces[0].Title)
	assert.Len(t, traces[0].Segments(), 10)
}

// packet builds an IPv4 packet without data; its checksums are left empty.
func packet(from, to byte, fromPort, toPort uint16, flags segment.Flags, sequence byte) []byte {
	return []byte{
		0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, from, 10, 0, 0, to,
		byte(fromPort >> 8), byte(fromPort), byte(toPort >> 8), byte(toPort),
		0, 0, 0, sequence, 0, 0, 0, 0, 0x50, byte(flags), 0xff, 0xff, 0, 0, 0, 0,
	}
}

// captured is a capture of packets, a millisecond apart.
func captured(t testing.TB, packets ...[]byte) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	w, err := capture.NewWriter(&out, "tcpdump", "")
	require.NoError(t, err)
	for i, p := range packets {
		require.NoError(t, w.Packet(time.Unix(1, int64(i)*1e6), p, len(p), ""))
	}
	return &out
}

func TestWhoIsTheClient(t *testing.T) {
	const server, client = 1, 2
	for _, test := range []struct {
		why   string
		first []byte
	}{
		{"who sends a SYN", packet(client, server, 80, 5000, segment.SYN, 1)},
		{"who is sent a SYN,ACK", packet(server, client, 5000, 80, segment.SYN|segment.ACK, 1)},
		{"whose port is larger, in the middle of a connection", packet(server, client, 80, 40000, segment.ACK, 1)},
		{"whose port is larger, the other way round", packet(client, server, 40000, 80, segment.ACK, 1)},
	} {
		_, traces, err := found(t, captured(t, test.first))
		require.NoError(t, err)
		assert.Equal(t, "10.0.0.2", traces[0].Address[timeline.Client].Addr().String(), test.why)
	}
}

func TestConnectionsBetweenTheSamePorts(t *testing.T) {
	for _, test := range []struct {
		why   string
		found []int // segments of each connection
		given [][]byte
	}{
		{"a SYN sent again, both at once, and then another number", []int{4, 1}, [][]byte{
			packet(1, 2, 4000, 80, segment.SYN, 7),
			packet(1, 2, 4000, 80, segment.SYN, 7),
			packet(2, 1, 80, 4000, segment.SYN, 9),
			packet(1, 2, 4000, 80, segment.ACK, 8),
			packet(1, 2, 4000, 80, segment.SYN, 50),
		}},
		{"after a reset, with the same number", []int{2, 1}, [][]byte{
			packet(1, 2, 4000, 80, segment.SYN, 7),
			packet(2, 1, 80, 4000, segment.RST|segment.ACK, 0),
			packet(1, 2, 4000, 80, segment.SYN, 7),
		}},
		{"the other way round, later", []int{3, 1}, [][]byte{
			packet(1, 2, 4000, 80, segment.SYN, 7),
			packet(2, 1, 80, 4000, segment.SYN|segment.ACK, 9),
			packet(1, 2, 4000, 80, segment.ACK, 8),
			packet(2, 1, 80, 4000, segment.SYN, 77),
		}},
		{"seen from the middle on, and then a SYN", []int{1, 1}, [][]byte{
			packet(1, 2, 4000, 80, segment.ACK, 6),
			packet(1, 2, 4000, 80, segment.SYN, 7),
		}},
	} {
		f, _, err := found(t, captured(t, test.given...))
		require.NoError(t, err)
		var segments []int
		for _, c := range f.Connections {
			segments = append(segments, c.Segments[0]+c.Segments[1])
		}
		assert.Equal(t, test.found, segments, test.why)
	}
}

// handshake is a SYN and the SYN,ACK that acknowledges it.
func handshake() (syn, answer []byte) {
	answer = packet(2, 1, 80, 4000, segment.SYN|segment.ACK, 9)
	answer[31] = 8 // acknowledges 7
	return packet(1, 2, 4000, 80, segment.SYN, 7), answer
}

// A machine with several queues may write the answer before the question, and
// with the time of it or an earlier one.
func TestAnswerBeforeTheSYN(t *testing.T) {
	syn, answer := handshake()
	const said = "client SYN seq=0 ack=0 len=0\n1 server SYN,ACK seq=0 ack=1 len=0"
	for _, later := range []int64{-1e6, 0, 1e6} {
		var out bytes.Buffer
		w, err := capture.NewWriter(&out, "", "")
		require.NoError(t, err)
		require.NoError(t, w.Packet(time.Unix(1, 0), answer, len(answer), ""))
		require.NoError(t, w.Packet(time.Unix(1, later), syn, len(syn), ""))
		_, traces, err := found(t, &out)
		require.NoError(t, err)
		require.Len(t, traces, 1)
		assert.Equal(t, "10.0.0.1:4000", traces[0].Address[timeline.Client].String())
		if later < 0 {
			assert.Equal(t, "2 "+said, told(traces[0]))
		}
		assert.Contains(t, told(traces[0]), "1 server SYN,ACK seq=0 ack=1 len=0")
		assert.Contains(t, told(traces[0]), "2 client SYN seq=0 ack=0 len=0")
	}
}

// What is farther out of order than can be put right is counted.
func TestLateSegments(t *testing.T) {
	var out bytes.Buffer
	w, err := capture.NewWriter(&out, "", "")
	require.NoError(t, err)
	for i := range windowMax + 10 {
		at := time.Unix(int64(100+i), 0)
		if i == windowMax+5 {
			at = time.Unix(1, 0)
		}
		p := packet(1, 2, 4000, 80, segment.ACK, 7)
		require.NoError(t, w.Packet(at, p, len(p), ""))
	}
	f, traces, err := found(t, &out)
	require.NoError(t, err)
	assert.Equal(t, 1, f.Late)
	assert.Len(t, traces[0].Segments(), windowMax+10)
	assert.True(t, slices.IsSortedFunc(traces[0].Events, func(a, b timeline.Event) int { return cmp.Compare(a.At, b.At) }))
}

// The original length is the record's where IP's is left to the network card.
func TestLengthOfACutPacket(t *testing.T) {
	p := packet(1, 2, 4000, 80, segment.ACK, 7)
	p[3] = 0 // Total Length
	var out bytes.Buffer
	w, err := capture.NewWriter(&out, "", "")
	require.NoError(t, err)
	require.NoError(t, w.Packet(time.Unix(1, 0), p, 70040, ""))
	f, traces, err := found(t, bytes.NewReader(out.Bytes()))
	require.NoError(t, err)
	s := traces[0].Segments()[0]
	assert.Equal(t, 70000, s.Length)
	assert.Equal(t, segment.Unverified, s.Verdict)
	assert.Equal(t, 70000, f.Connections[0].Bytes[timeline.Client])

	var again bytes.Buffer
	export, err := NewExporter(&again, "")
	require.NoError(t, err)
	require.NoError(t, export.Segment(f.Connections[0].Start, s))
	_, traces, err = found(t, &again)
	require.NoError(t, err)
	assert.Equal(t, 70000, traces[0].Segments()[0].Length, "in a capture that was written anew")
}

func TestPacketWithoutATime(t *testing.T) {
	var out bytes.Buffer
	w, err := capture.NewWriter(&out, "", "")
	require.NoError(t, err)
	syn, answer := handshake()
	require.NoError(t, w.Packet(time.Unix(5, 0), syn, len(syn), ""))
	require.NoError(t, w.Packet(time.Time{}, answer, len(answer), ""))
	_, traces, err := found(t, &out)
	require.NoError(t, err)
	segments := traces[0].Segments()
	assert.False(t, segments[0].Untimed)
	assert.True(t, segments[1].Untimed)
	assert.Zero(t, segments[1].Left)
}

func TestNothingToShow(t *testing.T) {
	nothing := func(r io.Reader) string {
		f, _, err := found(t, r)
		require.NoError(t, err)
		require.Empty(t, f.Connections)
		return f.NoSegment().Error()
	}
	udp, cut := packet(1, 2, 4000, 53, 0, 0), packet(1, 2, 4000, 80, 0, 0)[:30]
	udp[9] = 17
	assert.Equal(t, "there is no TCP in the capture: 2 packets not TCP: IP protocol 17", nothing(captured(t, udp, udp)))
	assert.Equal(t, "no TCP segment of the capture can be shown: 1 packet not TCP: IP protocol 17; 2 packets TCP header cut short or malformed",
		nothing(captured(t, udp, cut, cut)))
	assert.Equal(t, "there is no packet in the capture", nothing(captured(t)))
	_, err := Open(strings.NewReader("hello"))
	assert.EqualError(t, err, "not a capture: it begins with 68 65 6c 6c, which is neither pcap nor pcapng")
}

func TestWhatWasReadBeforeTheFileEnded(t *testing.T) {
	data := captured(t, packet(1, 2, 4000, 80, segment.SYN, 7), packet(1, 2, 4000, 80, segment.SYN, 7)).Bytes()
	_, traces, err := found(t, bytes.NewReader(data[:len(data)-1]))
	assert.ErrorContains(t, err, "the file ends after")
	require.Len(t, traces, 1)
	assert.Len(t, traces[0].Segments(), 1)
}

// However many connections a capture has, so many are kept.
func TestManyConnections(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	var out bytes.Buffer
	w, err := capture.NewWriter(&out, "", "")
	require.NoError(t, err)
	for i := range connectionsMax + 7 {
		p := packet(1, 2, uint16(i), 80, segment.SYN, 7)
		p[14], p[15] = byte(i>>24), byte(i>>16)
		require.NoError(t, w.Packet(time.Unix(int64(i), 0), p, len(p), ""))
	}
	f, err := Open(&out)
	require.NoError(t, err)
	for err == nil {
		_, _, err = f.Next()
	}
	assert.Len(t, f.Connections, connectionsMax)
	assert.Equal(t, 7, f.More)
}

// observed is a time line as the wire shows one, with a loss.
func observed() *timeline.Trace {
	at := func(microseconds int) time.Duration { return time.Duration(microseconds)*time.Microsecond + 7 }
	syn := &timeline.Segment{Number: 1, From: timeline.Client, Left: at(400), Lost: true, Packet: packet(1, 2, 4000, 80, segment.SYN, 7)}
	again := &timeline.Segment{Number: 2, From: timeline.Client, Left: at(1001000), Arrived: at(1051000), Packet: packet(1, 2, 4000, 80, segment.SYN, 7)}
	reset := &timeline.Segment{Number: 3, From: timeline.Server, Left: at(1051100), Arrived: at(1101200), Packet: packet(2, 1, 80, 4000, segment.RST|segment.ACK, 0)}
	t := &timeline.Trace{
		Title:  "losesyn",
		Seen:   lang.Say("on the wire (two TUN devices)"),
		Start:  time.Unix(1795435200, 123456789),
		Lesson: []lang.Text{lang.Verbatim("The SYN was sent again after 1.0 s."), lang.Verbatim("Nobody listened.")},
		Events: []timeline.Event{
			{At: at(10), End: timeline.Client, Kind: timeline.Enter, Call: &timeline.Call{Name: "connect", FD: 3, Port: 80}},
			{At: at(400), End: timeline.Client, Kind: timeline.Leave, Segment: syn},
			{At: at(500), End: timeline.Client, Kind: timeline.State, State: states.SynSent},
			{At: at(25400), End: timeline.Client, Kind: timeline.Lost, Segment: syn},
			{At: at(1001000), End: timeline.Client, Kind: timeline.Leave, Segment: again},
			{At: at(1051000), End: timeline.Server, Kind: timeline.Arrive, Segment: again},
			{At: at(1051100), End: timeline.Server, Kind: timeline.Leave, Segment: reset},
			{At: at(1101200), End: timeline.Client, Kind: timeline.Arrive, Segment: reset},
			{At: at(1101300), End: timeline.Client, Kind: timeline.Return, Call: &timeline.Call{Name: "connect", FD: 3, Port: 80, Returned: true, Errno: "ECONNREFUSED"}},
		},
	}
	var conversation timeline.Conversation
	for _, s := range t.Segments() {
		s.Segment, _ = segment.Decode(s.Packet)
		conversation.Follow(s)
	}
	t.Address[timeline.Client], t.Address[timeline.Server] = syn.Source, syn.Destination
	return t
}

func TestOurOwnFileGivesTheTimeLineBack(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, Write(&out, observed()))
	got, err := Read(&out)
	require.NoError(t, err)

	want := observed()
	want.Seen = lang.Say("recorded %s, %s", want.Start.Format(time.DateTime), lang.Say("on the wire (two TUN devices)"))
	assert.True(t, want.Start.Equal(got.Start))
	got.Start = want.Start
	assert.Equal(t, want, got)
}

func TestCommentOfAPacket(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, Write(&out, observed()))
	reader, err := capture.NewReader(&out)
	require.NoError(t, err)
	first, err := reader.Next()
	require.NoError(t, err)
	assert.Equal(t, strings.TrimSpace(`
10.007µs client calls connect(3, 80)
400.007µs client sends segment 1
500.007µs client is SYN_SENT
25.400007ms client loses segment 1`), first.Comment)
	assert.Equal(t, "losesyn\non the wire (two TUN devices)\nThe SYN was sent again after 1.0 s.\nNobody listened.", reader.Comment)
}

func TestCommentsThatSomebodyChanged(t *testing.T) {
	for _, change := range []struct{ from, to string }{
		{"is SYN_SENT", "is SYN_LOST"},
		{"client is", "nobody is"},
		{"client calls", "client cells"},
		{"500.007µs", "50000.07ns"}, // before what came before
		{"500.007µs", "never  µs"},
		{"connect(3, 80)", "connect(3, 8\x1b)"},
		{"receives segment 2", "receives segment 9"},
		{"sends segment 2", "sends segment 1"},
		{"sends segment 2", "loses segment 2"},
		// What a file says of itself becomes a path and is printed.
		{"losesyn\n", "../../a\n"},
		{"losesyn\n", "a:b\\c.d\n"},
		{"Nobody listened", "Nobody \x1b[31mxyz"},
		{"Nobody listened", "Nobody\u202elisten"},
	} {
		var out bytes.Buffer
		require.NoError(t, Write(&out, observed()))
		data := bytes.Replace(out.Bytes(), []byte(change.from), []byte(change.to), 1)
		require.NotEqual(t, out.Bytes(), data, change.to)
		f, traces, err := found(t, bytes.NewReader(data))
		require.NoError(t, err)
		assert.Nil(t, f.Trace, "%q believed", change.to)
		require.Len(t, traces, 1)
		assert.Len(t, traces[0].Segments(), 3, "it is anybody's capture then")
	}
}

func FuzzOpen(f *testing.F) {
	var ours bytes.Buffer
	require.NoError(f, Write(&ours, observed()))
	f.Add(ours.Bytes())
	f.Add(captured(f, packet(1, 2, 4000, 80, segment.SYN, 7)).Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		file, traces, err := found(t, bytes.NewReader(data))
		if err != nil {
			assert.NotEmpty(t, err.Error())
		}
		if file == nil {
			return
		}
		for _, trace := range traces {
			assert.NotEmpty(t, trace.Segments())
		}
		if file.Trace != nil {
			assert.Regexp(t, `^[a-z0-9]+$`, file.Trace.Title)
			assert.True(t, printable(strings.Join(append(file.Trace.Said(), file.Trace.Seen.String()), "\n")))
			require.NoError(t, Write(io.Discard, file.Trace))
		}
		for _, reason := range file.LeftOut {
			assert.True(t, printable(reason.What.String()), reason.What)
		}
	})
}
