package recording

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// told returns the segments of a time line, one a line.
func told(t *testing.T, trace *timeline.Trace) string {
	t.Helper()
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

	recording, err := Read(file)
	require.NoError(t, err)
	assert.Equal(t, 2, recording.LeftOut)
	assert.EqualError(t, recording.Why, "packet 1: not TCP: IP protocol 58")
	require.Len(t, recording.Traces, 2)

	echo, refused := recording.Traces[0], recording.Traces[1]
	assert.Equal(t, "10.0.0.1:56532 → 10.0.0.2:5000", echo.Title)
	assert.Equal(t, strings.TrimSpace(`
1 client SYN seq=0 ack=0 len=0
2 server SYN,ACK seq=0 ack=1 len=0
3 client ACK seq=1 ack=1 len=0
4 client PSH,ACK seq=1 ack=1 len=5
5 server ACK seq=1 ack=6 len=0
6 server PSH,ACK seq=1 ack=6 len=5
7 client ACK seq=6 ack=6 len=0
8 client FIN,ACK seq=6 ack=6 len=0
9 server FIN,ACK seq=6 ack=7 len=0
10 client ACK seq=7 ack=7 len=0`), told(t, echo))
	assert.Equal(t, "10.0.0.1:58428 → 10.0.0.2:5001", refused.Title)
	assert.Equal(t, "1 client SYN seq=0 ack=0 len=0\n2 server RST,ACK seq=0 ack=1 len=0", told(t, refused))
	for _, event := range append(echo.Events, refused.Events...) {
		assert.Contains(t, []timeline.Kind{timeline.Leave, timeline.Arrive}, event.Kind, "nothing but segments was seen")
	}
	assert.Equal(t, 10452*time.Microsecond, echo.Segments()[1].Left)
}

func TestIPv6(t *testing.T) {
	file, err := os.Open("testdata/echo-ipv6.pcap")
	require.NoError(t, err)
	defer file.Close()
	recording, err := Read(file)
	require.NoError(t, err)
	require.Len(t, recording.Traces, 1)
	assert.Equal(t, "[fd00::1]:40684 → [fd00::2]:5000", recording.Traces[0].Title)
	assert.Len(t, recording.Traces[0].Segments(), 10)
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
		require.NoError(t, w.Packet(time.Unix(1, int64(i)*1e6), p, ""))
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
		recording, err := Read(captured(t, test.first))
		require.NoError(t, err)
		assert.Equal(t, "10.0.0.2", recording.Traces[0].Address[timeline.Client].Addr().String(), test.why)
	}
}

func TestConnectionsBetweenTheSamePorts(t *testing.T) {
	recording, err := Read(captured(t,
		packet(1, 2, 4000, 80, segment.SYN, 7),
		packet(1, 2, 4000, 80, segment.SYN, 7),
		packet(2, 1, 80, 4000, segment.SYN, 9), // both at once
		packet(1, 2, 4000, 80, segment.RST, 8),
		packet(1, 2, 4000, 80, segment.SYN, 50),
	))
	require.NoError(t, err)
	require.Len(t, recording.Traces, 2)
	assert.Len(t, recording.Traces[0].Segments(), 4)
	assert.Len(t, recording.Traces[1].Segments(), 1)
}

func TestNothingToShow(t *testing.T) {
	udp := packet(1, 2, 4000, 53, 0, 0)
	udp[9] = 17
	_, err := Read(captured(t, udp, udp))
	assert.EqualError(t, err, "there is no TCP in the capture: packet 1: not TCP: IP protocol 17")
	_, err = Read(captured(t))
	assert.EqualError(t, err, "there is no packet in the capture")
	_, err = Read(strings.NewReader("hello"))
	assert.EqualError(t, err, "not a capture: it begins with 68 65 6c 6c, which is neither pcap nor pcapng")
}

func TestWhatWasReadBeforeTheFileEnded(t *testing.T) {
	data := captured(t, packet(1, 2, 4000, 80, segment.SYN, 7), packet(1, 2, 4000, 80, segment.SYN, 7)).Bytes()
	recording, err := Read(bytes.NewReader(data[:len(data)-1]))
	assert.ErrorContains(t, err, "the file ends after")
	require.Len(t, recording.Traces, 1)
	assert.Len(t, recording.Traces[0].Segments(), 1)
}

// observed is a time line as the wire shows one, with a loss.
func observed() *timeline.Trace {
	at := func(microseconds int) time.Duration { return time.Duration(microseconds)*time.Microsecond + 7 }
	syn := &timeline.Segment{Number: 1, From: timeline.Client, Left: at(400), Lost: true, Packet: packet(1, 2, 4000, 80, segment.SYN, 7)}
	again := &timeline.Segment{Number: 2, From: timeline.Client, Left: at(1001000), Arrived: at(1051000), Packet: packet(1, 2, 4000, 80, segment.SYN, 7)}
	reset := &timeline.Segment{Number: 3, From: timeline.Server, Left: at(1051100), Arrived: at(1101200), Packet: packet(2, 1, 80, 4000, segment.RST|segment.ACK, 0)}
	t := &timeline.Trace{
		Title:  "losesyn",
		Seen:   "on the wire (two TUN devices)",
		Start:  time.Unix(1795435200, 123456789),
		Lesson: []string{"The SYN was sent again after 1.0 s.", "Nobody listened."},
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
	recording, err := Read(&out)
	require.NoError(t, err)
	require.Len(t, recording.Traces, 1)

	want, got := observed(), recording.Traces[0]
	want.Seen = "recorded " + want.Start.Format(time.DateTime) + ", on the wire (two TUN devices)"
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
		{"receives segment 2", "receives segment 9"},
		{"sends segment 2", "sends segment 1"},
		{"sends segment 2", "loses segment 2"},
	} {
		var out bytes.Buffer
		require.NoError(t, Write(&out, observed()))
		data := bytes.Replace(out.Bytes(), []byte(change.from), []byte(change.to), 1)
		recording, err := Read(bytes.NewReader(data))
		require.NoError(t, err)
		assert.Len(t, recording.Traces[0].Segments(), 3)
		for _, event := range recording.Traces[0].Events {
			assert.NotEqual(t, timeline.State, event.Kind, "%q believed", change.to)
		}
	}
}

func FuzzRead(f *testing.F) {
	var ours bytes.Buffer
	require.NoError(f, Write(&ours, observed()))
	f.Add(ours.Bytes())
	f.Add(captured(f, packet(1, 2, 4000, 80, segment.SYN, 7)).Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		recording, err := Read(bytes.NewReader(data))
		if err == nil {
			assert.NotEmpty(t, recording.Traces)
		}
		for _, trace := range recording.Traces {
			assert.NotEmpty(t, trace.Segments())
		}
	})
}
