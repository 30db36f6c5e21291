package ladder

import (
	"bytes"
	"errors"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/fatih/color"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

// The packets of a handshake whose answer is a reset: IP header, TCP header,
// options.
const (
	syn = "\x45\x00\x00\x3c\xff\x73\x40\x00\x40\x06\x27\x46\x0a\x00\x00\x01\x0a\x00\x00\x02" +
		"\xdc\xd4\x13\x88\x02\x70\x85\xf0\x00\x00\x00\x00\xa0\x02\xfa\xf0\x46\xc0\x00\x00" +
		"\x02\x04\x05\xb4\x04\x02\x08\x0a\x00\x54\x79\x38\x00\x00\x00\x00\x01\x03\x03\x0a"
	rst = "\x45\x00\x00\x28\x00\x00\x40\x00\x40\x06\x26\xce\x0a\x00\x00\x02\x0a\x00\x00\x01" +
		"\x13\x88\xdc\xd4\x00\x00\x00\x00\x02\x70\x85\xf1\x50\x14\x00\x00\x00\x00\x00\x00"
)

func decoded(packet string) segment.Segment {
	s, err := segment.Decode([]byte(packet))
	if err != nil {
		panic(err)
	}
	return s
}

// refused is a small trace: a SYN that is lost, one that is not, and a reset.
func refused() *timeline.Trace {
	const ms = time.Millisecond
	lost := &timeline.Segment{Number: 1, From: timeline.Client, Left: 1 * ms, Lost: true, Segment: decoded(syn)}
	again := &timeline.Segment{Number: 2, From: timeline.Client, Left: 1001 * ms, Arrived: 1051 * ms, Segment: decoded(syn)}
	answer := &timeline.Segment{Number: 3, From: timeline.Server, Left: 1052 * ms, Arrived: 1102 * ms, Segment: decoded(rst)}
	var conversation timeline.Conversation
	for _, s := range []*timeline.Segment{lost, again, answer} {
		conversation.Follow(s)
	}
	return &timeline.Trace{Events: []timeline.Event{
		{At: 1 * ms, End: timeline.Client, Kind: timeline.Enter, Call: &timeline.Call{Name: "connect", FD: 3, Port: 5000}},
		{At: 1 * ms, End: timeline.Client, Kind: timeline.State, State: states.SynSent},
		{At: 1 * ms, End: timeline.Client, Kind: timeline.Leave, Segment: lost},
		{At: 1 * ms, End: timeline.Client, Kind: timeline.Lost, Segment: lost},
		{At: 1001 * ms, End: timeline.Client, Kind: timeline.Leave, Segment: again},
		{At: 1051 * ms, End: timeline.Server, Kind: timeline.Arrive, Segment: again},
		{At: 1052 * ms, End: timeline.Server, Kind: timeline.Leave, Segment: answer},
		{At: 1102 * ms, End: timeline.Client, Kind: timeline.Arrive, Segment: answer},
		{At: 1102 * ms, End: timeline.Client, Kind: timeline.State, State: states.Closed},
		{At: 1102 * ms, End: timeline.Client, Kind: timeline.Return, Call: &timeline.Call{Name: "connect", FD: 3, Port: 5000, Returned: true, Result: -1, Errno: "ECONNREFUSED"}},
	}}
}

func TestDraw(t *testing.T) {
	var out strings.Builder
	Draw(&out, 100, lang.English, refused())
	assert.Equal(t, strings.TrimPrefix(`
     ms client                    segments                                  server
    1.0 connect(3, 5000)         ├ 1 SYN seq=0 win=64240 ──────────✗ lost │
        SYN_SENT                 │   mss 1460, sackOK, ts, wscale 10      │
 1001.0                          ├ 2 SYN seq=0 win=64240 ──────────────┄┄┄│
                                 │   [retransmission]                     │
                                 │   mss 1460, sackOK, ts, wscale 10      │
 1051.0                          │┄┄┄───────────────────────────── 2 SYN ─▶
                                 │┄┄┄──────── 3 RST,ACK seq=0 ack=1 win=0 ┤
 1102.0 CLOSED                   ◀─ 3 RST,ACK ─────────────────────────┄┄┄│
        connect() = ECONNREFUSED │                                        │
`, "\n"), out.String())
}

// A segment that was seen at one point of its way has one line and a whole arrow.
func TestDrawWhereOneMomentIsSeen(t *testing.T) {
	seen := &timeline.Segment{Number: 1, From: timeline.Client, Segment: decoded(syn)}
	var out strings.Builder
	Draw(&out, 80, lang.English, &timeline.Trace{Events: []timeline.Event{
		{End: timeline.Client, Kind: timeline.Leave, Segment: seen},
		{End: timeline.Server, Kind: timeline.Arrive, Segment: seen},
	}})
	assert.Equal(t, strings.TrimPrefix(`
     ms client             segments                            server
    0.0                   ├ 1 SYN seq=0 win=64240 ───────────▶
                          │   mss 1460, sackOK, ts           │
                          │   wscale 10                      │
`, "\n"), out.String())
}

// Whatever a trace holds, and in colour as well, no line is wider than it may.
func TestDrawFits(t *testing.T) {
	defer func(before bool) { color.NoColor = before }(color.NoColor)
	files, err := os.ReadDir("../recorded")
	require.NoError(t, err)
	for _, coloured := range []bool{false, true} {
		color.NoColor = !coloured
		for _, file := range files {
			f, err := os.Open("../recorded/" + file.Name())
			require.NoError(t, err)
			trace, err := recording.Read(f)
			require.NoError(t, err)
			f.Close()
			for _, columns := range []int{80, 90, 100, 200} {
				var out strings.Builder
				for _, language := range words.All() {
					Draw(&out, columns, language, trace)
				}
				for _, line := range strings.Split(out.String(), "\n") {
					assert.LessOrEqual(t, printed(line), min(columns, 100), "%s at %d: %s", file.Name(), columns, line)
				}
			}
		}
	}
}

// mss, timestamps, two blocks of SACK, Multipath TCP and a cookie, on IPv6.
func crowded() *timeline.Segment {
	options := segment.Options{
		{Kind: segment.MaximumSegmentSize, Value: []byte{0xff, 0xff}},
		{Kind: segment.SACK, Value: []byte{0xff, 0, 0, 0, 0xff, 1, 0, 0, 0xff, 2, 0, 0, 0xff, 3, 0, 0}},
		{Kind: segment.MultipathTCP, Value: bytes.Repeat([]byte{0xf1}, 36)},
		{Kind: segment.FastOpen, Value: bytes.Repeat([]byte{0xab}, 16)},
		{Kind: 254, Value: bytes.Repeat([]byte{0xcd}, 36)},
	}
	return &timeline.Segment{
		Number: 700_000, Missing: 5, Segment: segment.Segment{
			TCP: segment.TCP{Flags: 0x1ff, Window: 65535, AcknowledgmentNumber: 0xfe000000, Options: options,
				Malformed: errors.New("TCP options: kind 3 at byte 37 of the header: length 4, but the header has 3 bytes left")},
			Payload: []byte("\x1b[31m\u202e\r\n"), Length: 70_000,
		},
		Context: timeline.Context{Seq: 4_294_967_295, Ack: 4_000_000_000, Scale: 14,
			Marks: timeline.Retransmission | timeline.OutOfOrder | timeline.DuplicateACK | timeline.ZeroWindow | timeline.WindowProbe | timeline.KeepAlive},
	}
}

// Nor is what a stranger's segment says wider, from the first millisecond to ten
// million, or of a byte that means something to a terminal.
func TestDrawFitsWhateverASegmentSays(t *testing.T) {
	long := netip.MustParseAddrPort("[2001:db8:1234:5678:9abc:def0:1234:5678]:65535")
	for _, columns := range []int{80, 100} {
		for _, ms := range []int{0, 99_999, 100_000, 9_999_999, 10_000_000, 1_000_000_000} {
			for _, from := range timeline.Ends {
				s := crowded()
				s.From, s.Left, s.Arrived = from, time.Duration(ms)*time.Millisecond, time.Duration(ms+40)*time.Millisecond
				for _, language := range words.All() {
					var out strings.Builder
					Draw(&out, columns, language, &timeline.Trace{Address: [2]netip.AddrPort{long, long}, Events: []timeline.Event{
						{At: s.Left, End: from, Kind: timeline.Leave, Segment: s},
						{At: s.Arrived, End: from.Other(), Kind: timeline.Arrive, Segment: s},
					}})
					holds(t, out.String(), columns)
				}
			}
		}
	}
}

// holds fails if a ladder is wider than columns, has bars that do not stand one
// below the other, or anything that means something to a terminal.
func holds(t *testing.T, ladder string, columns int) {
	bars := 0
	for _, line := range strings.Split(strings.TrimSuffix(ladder, "\n"), "\n")[1:] {
		assert.LessOrEqual(t, printed(line), columns, line)
		bar := printed(line[:strings.IndexFunc(line, func(r rune) bool { return strings.ContainsRune("│├◀", r) })])
		assert.True(t, bars == 0 || bar == bars, "the columns shift: %s", line)
		bars = bar
	}
	assert.False(t, strings.ContainsFunc(ladder, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }), "%q", ladder)
	assert.Contains(t, ladder, "sack 4016777216-4016842752", "relative, as ack is")
}

// Windows are in bytes where it was seen in which units they are counted.
func TestWindow(t *testing.T) {
	var conversation timeline.Conversation
	shift := segment.Options{{Kind: segment.WindowScale, Value: []byte{10}}}
	for _, test := range []struct {
		from    timeline.End
		flags   segment.Flags
		options segment.Options
		want    string
	}{
		{timeline.Client, segment.ACK, nil, "win=63 unscaled"},
		{timeline.Client, segment.SYN, shift, "win=63"},
		{timeline.Server, segment.SYN | segment.ACK, shift, "win=63"},
		{timeline.Client, segment.ACK, nil, "win=64512"},
		{timeline.Server, segment.ACK, nil, "win=64512"},
	} {
		s := &timeline.Segment{From: test.from, Segment: segment.Segment{TCP: segment.TCP{Flags: test.flags, Window: 63, Options: test.options}}}
		conversation.Follow(s)
		assert.Equal(t, test.want, s.WindowText().String())
	}
}

func TestUntimed(t *testing.T) {
	s := &timeline.Segment{Segment: decoded(syn), Untimed: true}
	var out strings.Builder
	Draw(&out, 100, lang.English, &timeline.Trace{Events: []timeline.Event{{Kind: timeline.Leave, Segment: s}, {End: timeline.Server, Kind: timeline.Arrive, Segment: s}}})
	assert.NotContains(t, out.String(), "0.0")
}

// What came from the network must not reach the terminal as it is.
func TestPayloadIsQuoted(t *testing.T) {
	assert.Equal(t, `"\x1b[31m\r\n"`, payload([]byte("\x1b[31m\r\n"), 7, 20))
	assert.Equal(t, `"abcdefg"…`, payload([]byte("abcdefghijklmnop"), 16, 10))
	assert.Equal(t, `"abc"…`, payload([]byte("abc"), 16, 10), "the capture has the beginning only")
	assert.Equal(t, `""…`, payload(nil, 16, 10))
}

func TestWrap(t *testing.T) {
	assert.Equal(t, []string{"two words", "and more"}, Wrap("two words and more", 9))
	assert.Equal(t, []string{"abcdef", "gh ij"}, Wrap("abcdefgh ij", 6))
	assert.Empty(t, Wrap("", 6))
	assert.Equal(t, []string{"→→", "→"}, Wrap("→→→", 2))
}
