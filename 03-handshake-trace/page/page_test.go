package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// mostSize is what a page has at most, in bytes.
const mostSize = 250_000

// recorded returns the trace of a scenario that is kept in the repository.
func recorded(t *testing.T, name string) *timeline.Trace {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "recorded", name+".pcapng"))
	require.NoError(t, err)
	defer file.Close()
	trace, err := recording.Read(file)
	require.NoError(t, err)
	return trace
}

func written(t *testing.T, trace *timeline.Trace) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Write(&out, trace))
	return out.String()
}

// requireStrict fails if a page is too large, could ask for anything, or has a
// script or style that its policy does not name.
func requireStrict(t *testing.T, text string) {
	t.Helper()
	assert.Less(t, len(text), mostSize)
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`).FindStringSubmatch(text)
	require.NotNil(t, policy)
	allowed := strings.ReplaceAll(policy[1], "&#39;", "'")
	allowed = strings.ReplaceAll(allowed, "&#43;", "+")
	assert.True(t, strings.HasPrefix(allowed, "default-src 'none'; "), allowed)
	assert.NotContains(t, allowed, "unsafe")
	assert.Less(t, strings.Index(text, "Content-Security-Policy"), strings.Index(text, "<style"), "the policy comes first")

	for kind, pattern := range map[string]string{"script": `(?s)<script type="module">(.*?)</script>`, "style": `(?s)<style>(.*?)</style>`} {
		inline := regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1)
		require.Len(t, inline, 1, kind)
		sum := sha256.Sum256([]byte(inline[0][1]))
		assert.Contains(t, allowed, kind+"-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'", kind)
	}
	assert.Equal(t, strings.Count(text, "<script"), 2, "the data and the script")
	assert.Equal(t, strings.Count(text, "url(#"), strings.Count(text, "url("), "what is referred to is in the page")
	for _, outside := range []string{"src=", "@import", "import ", "fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "localStorage", "innerHTML", " style=", "eval("} {
		assert.False(t, strings.Contains(text, outside), outside)
	}
	for _, address := range regexp.MustCompile(`https?://[^"'\s]*`).FindAllString(text, -1) {
		assert.Equal(t, "http://www.w3.org/2000/svg", address, "the name of a language, not a request")
	}
}

// dataOf reads a page's data as its script does.
func dataOf(t *testing.T, text string) (d struct {
	Trace struct {
		Events   []map[string]any
		Segments []map[string]any
	}
	Payloads [][]byte
	Fields   [][]field
	Words    map[string]map[string]string
}) {
	t.Helper()
	found := regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`).FindStringSubmatch(text)
	require.NotNil(t, found)
	require.NoError(t, json.Unmarshal([]byte(found[1]), &d))
	return d
}

func TestEachScenario(t *testing.T) {
	for _, s := range scenario.All {
		t.Run(s.Name, func(t *testing.T) {
			trace := recorded(t, s.Name)
			text := written(t, trace)
			requireStrict(t, text)
			assert.Equal(t, len(trace.Events), strings.Count(text, `<tr id="event-`), "the ladder as a table has every event")
			for _, sentence := range trace.Lesson {
				assert.True(t, strings.Contains(text, html.EscapeString(sentence.String())), sentence)
			}
			d := dataOf(t, text)
			assert.Len(t, d.Trace.Events, len(trace.Events))
			require.Len(t, d.Fields, len(trace.Segments()))
			for i, s := range trace.Segments() {
				covered := make([]bool, len(s.Packet)-s.Length)
				for _, f := range d.Fields[i] {
					for at := f.At; at < f.At+f.Size; at++ {
						covered[at] = true
					}
				}
				assert.NotContains(t, covered, false, "segment %d: each byte of the headers has a field", s.Number)
				assert.Equal(t, s.Payload, append([]byte{}, d.Payloads[i]...))
			}
		})
	}
}

// A sentence stands on the page from the moment on at which it is true.
func TestSentencesBecomeTrue(t *testing.T) {
	trace := recorded(t, "noaccept")
	sentences := tell(trace)
	require.Len(t, sentences, 3)
	acknowledged, reset := trace.Events[sentences[0].Event-1], trace.Events[sentences[2].Event-1]
	assert.Equal(t, timeline.Leave, acknowledged.Kind, "19 bytes are acknowledged when the ACK leaves")
	assert.Equal(t, timeline.Server, acknowledged.End)
	assert.Equal(t, "recv", reset.Call.Name)
	assert.Equal(t, "ECONNRESET", reset.Call.Errno)
	for _, s := range scenario.All {
		for _, sentence := range tell(recorded(t, s.Name)) {
			assert.Positive(t, sentence.Event, sentence.Text)
		}
	}
	trace.Lesson = []lang.Text{lang.Verbatim("somebody changed it")}
	assert.Equal(t, []told{{said{"en": "somebody changed it"}, len(trace.Events)}}, tell(trace))
}

// What a capture says is text, wherever it stands.
func TestHostileTrace(t *testing.T) {
	const hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'`${x}\u2028<!--"
	trace := recorded(t, "echo")
	trace.Title, trace.Seen, trace.Lesson = hostile, lang.Verbatim(hostile), []lang.Text{lang.Verbatim(hostile)}
	for i := range trace.Events {
		if c := trace.Events[i].Call; c != nil {
			c.Data, c.Option, c.Name = hostile, hostile, hostile
		}
	}
	text := written(t, trace)
	assert.False(t, strings.Contains(text, "<script>alert"))
	assert.False(t, strings.Contains(text, "<img"))
	assert.Equal(t, 2, strings.Count(text, "</script>"))
	assert.False(t, strings.Contains(text, "\u2028</"))
	assert.Len(t, dataOf(t, text).Trace.Events, len(trace.Events))
	var index bytes.Buffer
	require.NoError(t, WriteIndex(&index, []Entry{{File: "a", Title: hostile, Trace: trace}, {File: "javascript:alert(1)//", Title: "x"}}))
	assert.False(t, strings.Contains(index.String(), "<img"))
	assert.False(t, strings.Contains(index.String(), `href="javascript`))
}

// A connection of megabytes is a page all the same, and says what is not on it.
func TestLongTrace(t *testing.T) {
	trace := &timeline.Trace{
		Title: "10.0.0.1:40000 → 10.0.0.2:80", Start: time.Unix(0, 0),
		Address: [2]netip.AddrPort{netip.MustParseAddrPort("10.0.0.1:40000"), netip.MustParseAddrPort("10.0.0.2:80")},
	}
	data := recorded(t, "echo").Segments()[3]
	packet := append(bytes.Clone(data.Packet), make([]byte, 60_000)...)
	packet[2], packet[3] = byte(len(packet)>>8), byte(len(packet))
	decoded, err := segment.Decode(packet)
	require.NoError(t, err)
	for i := range 5000 {
		s := &timeline.Segment{Segment: decoded, Number: i + 1, Packet: packet, Left: time.Duration(i), Arrived: time.Duration(i)}
		trace.Events = append(trace.Events, timeline.Event{At: s.Left, Kind: timeline.Leave, Segment: s},
			timeline.Event{At: s.Left, End: timeline.Server, Kind: timeline.Arrive, Segment: s})
	}
	text := written(t, trace)
	requireStrict(t, text)
	assert.True(t, strings.Contains(text, "The page plays the first 32 segments; 4968 more are not on it."))
	assert.Len(t, packet, len(data.Packet)+60_000, "the trace is as it was")

	empty := written(t, &timeline.Trace{Title: "nothing"})
	requireStrict(t, empty)
}

// What stands in braces stands in every language, and what the script and the
// templates say is there.
func TestWords(t *testing.T) {
	braces := regexp.MustCompile(`\{\w+\}`)
	for tag, table := range vocabulary {
		for name, text := range table {
			assert.ElementsMatch(t, braces.FindAllString(string(own[name]), -1), braces.FindAllString(text, -1), "%s: %s", tag, name)
		}
	}
	used := regexp.MustCompile(`(?:say\(|data-t=|data-label=)"([\w.]+)"`)
	for _, text := range []string{string(player.Script), string(list.Script), pageHTML, indexHTML} {
		for _, found := range used.FindAllStringSubmatch(text, -1) {
			if !strings.HasSuffix(found[1], ".") { // the rest is worked out
				assert.Contains(t, own, found[1])
			}
		}
	}
}

// A screen reader is told of events, answers and the score, and not of each frame
// of the clock: what is an output is read aloud whenever it changes.
func TestWhatIsReadAloud(t *testing.T) {
	live := regexp.MustCompile(`<(?:output id="(\w+)"|\w+ id="(\w+)"[^>]* (?:role="status"|aria-live="polite"))`)
	var found []string
	for _, match := range live.FindAllStringSubmatch(pageHTML, -1) {
		found = append(found, match[1]+match[2])
	}
	assert.Equal(t, []string{"score", "verdict", "told"}, found)
}

// A capture was seen at one point, and nobody has noted calls: its page says nothing
// of both ends, nor does the index of captures alone.
func TestWhatIsSaidOfACapture(t *testing.T) {
	trace := recorded(t, "echo")
	assert.Contains(t, written(t, trace), "<title>echo · a TCP connection, as both ends saw it</title>")
	trace.Title = "10.0.0.1:40000 → 10.0.0.2:80"
	trace.Events = slices.DeleteFunc(trace.Events, func(e timeline.Event) bool { return e.Segment == nil })
	assert.Contains(t, written(t, trace), "<title>10.0.0.1:40000 → 10.0.0.2:80 · a TCP connection</title>")
	for file, of := range map[string]bool{"echo": true, "connection-1": false} {
		var index bytes.Buffer
		require.NoError(t, WriteIndex(&index, []Entry{{File: file, Title: file}}))
		assert.Equal(t, of, strings.Contains(index.String(), `data-t="index.about"`), file)
	}
}

// The figure has a place for each state there is.
func TestDiagramHasEveryState(t *testing.T) {
	diagram := read("diagram.js")
	for _, transition := range states.Transitions {
		for _, state := range []states.State{transition.From, transition.To} {
			assert.True(t, strings.Contains(diagram, state.String()+": ["), "%v", state)
		}
	}
}

// What was kept back while somebody held a segment is not played: it never was
// on the wire.
func TestWhatWasKeptBackIsNotPlayed(t *testing.T) {
	trace := recorded(t, "refused")
	var plain, stepped bytes.Buffer
	require.NoError(t, Write(&plain, trace))
	syn := trace.Segments()[0]
	for i, event := range trace.Events {
		if event.Kind == timeline.Arrive && event.Segment == syn {
			repeated := timeline.Event{At: event.At, Kind: timeline.Repeated, Segment: syn}
			trace.Events = slices.Insert(trace.Events, i, repeated)
			break
		}
	}
	require.NoError(t, Write(&stepped, trace))
	assert.Equal(t, plain.String(), stepped.String())
}

// What is remarkable about a segment, and its window, stand on the page of a
// capture as on the ladder, in each language, with a script and without.
func TestMarksAndWindows(t *testing.T) {
	trace := recorded(t, "losesyn")
	trace.Title = "10.0.0.1:40000 → 10.0.0.2:80" // as a capture's
	for _, s := range trace.Segments() {
		if s.Number == 4 {
			s.Scale = timeline.UnknownScale
		}
	}
	text := written(t, trace)
	assert.Contains(t, text, `lang="en">├─ 2 SYN seq=0 win=64240 [retransmission] ┄</span>`)
	assert.Contains(t, text, `lang="zh" hidden>├─ 2 SYN seq=0 win=64240 [重传] ┄</span>`)
	assert.Contains(t, text, "4 ACK seq=1 ack=1 win=63 倍数未知")
	assert.Contains(t, text, "5 PSH,ACK seq=1 ack=1 len=5 win=64512")
	segments := dataOf(t, text).Trace.Segments
	assert.Equal(t, "retransmission", segments[1]["marks"])
	assert.Equal(t, true, segments[3]["unscaled"])
	assert.Equal(t, 64512.0, segments[4]["window"])
	assert.Contains(t, text, `"retransmission":"重传"`)
}
