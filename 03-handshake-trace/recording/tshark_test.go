package recording

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// tshark runs the independent judge on a capture and returns its answers, a line
// for each packet that display lets through.
func tshark(t *testing.T, data []byte, display string, fields []string, options ...string) []string {
	t.Helper()
	path, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("tshark is not installed")
	}
	file := filepath.Join(t.TempDir(), "capture")
	require.NoError(t, os.WriteFile(file, data, 0o666))
	args := []string{"-n", "-r", file, "-o", "tcp.check_checksum:TRUE", "-o", "ip.defragment:FALSE",
		"-T", "fields", "-E", "separator=/t", "-E", "occurrence=f", "-Y", display}
	for _, field := range fields {
		args = append(args, "-e", field)
	}
	output, err := exec.Command(path, append(args, options...)...).Output()
	require.NoError(t, err)
	return strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
}

// headerFields are what tshark is asked for of each packet; headerOf says the same.
var headerFields = []string{
	"frame.number", "frame.time_epoch", "ip.src", "ipv6.src", "tcp.srcport", "ip.dst", "ipv6.dst", "tcp.dstport", "tcp.flags",
	"tcp.seq_raw", "tcp.ack_raw", "tcp.window_size_value", "tcp.len",
	"tcp.options.mss_val", "tcp.options.wscale.shift", "tcp.options.timestamp.tsval", "tcp.options.timestamp.tsecr",
	"tcp.options.sack_le", "tcp.options.sack_re", "tcp.checksum", "tcp.checksum.status",
}

// headerOf returns a packet as tshark prints those fields.
func headerOf(packet capture.Packet, s segment.Segment) string {
	optional := func(value any, ok bool) any {
		if !ok {
			return ""
		}
		return value
	}
	mss, hasMSS := s.Options.MSS()
	shift, hasShift := s.Options.WindowScale()
	value, echo, hasTimestamps := s.Options.Timestamps()
	var block segment.Block
	blocks := s.Options.SACK()
	if len(blocks) > 0 {
		block = blocks[0]
	}
	four := s.Source.Addr().Is4()
	status := map[segment.Verdict]string{segment.Good: "1", segment.Bad: "0", segment.Unverified: "2"}[s.Verdict]
	return joinFields(
		packet.Number, fmt.Sprintf("%d.%09d", packet.At.Unix(), packet.At.Nanosecond()),
		optional(s.Source.Addr(), four), optional(s.Source.Addr(), !four), s.SourcePort,
		optional(s.Destination.Addr(), four), optional(s.Destination.Addr(), !four), s.DestinationPort, fmt.Sprintf("0x%04x", uint16(s.Flags)),
		s.SequenceNumber, s.AcknowledgmentNumber, s.Window, s.Length,
		optional(mss, hasMSS), optional(shift, hasShift), optional(value, hasTimestamps), optional(echo, hasTimestamps),
		optional(block.Begin, len(blocks) > 0), optional(block.End, len(blocks) > 0),
		fmt.Sprintf("0x%04x", s.Checksum), status,
	)
}

func joinFields(values ...any) string {
	text := make([]string, len(values))
	for i, value := range values {
		text[i] = fmt.Sprint(value)
	}
	return strings.Join(text, "\t")
}

// headers decodes a capture and returns its TCP segments as tshark prints them.
func headers(t *testing.T, data []byte, more func(capture.Packet) []any) []string {
	t.Helper()
	reader, err := capture.NewReader(bytes.NewReader(data))
	require.NoError(t, err)
	var lines []string
	for {
		packet, err := reader.Next()
		if err == io.EOF {
			return lines
		}
		require.NoError(t, err)
		if s, _, err := decode(packet); err == nil {
			line := headerOf(packet, s)
			for _, value := range more(packet) {
				line += fmt.Sprintf("\t%v", value)
			}
			lines = append(lines, line)
		}
	}
}

// sameHeaders wants tshark to read the same from a capture. Of options that were
// cut off, tshark reads half ones.
func sameHeaders(t *testing.T, data []byte) {
	t.Helper()
	const display = "tcp.urgent_pointer && !(ip.flags.mf == 1) && !(ip.frag_offset > 0)" // all of a header, and no parts of a packet
	theirs := tshark(t, data, display, headerFields, "-o", "tcp.relative_sequence_numbers:FALSE")
	ours := headers(t, data, func(capture.Packet) []any { return nil })
	require.Len(t, theirs, len(ours))
	assert.Greater(t, len(ours), 20)
	for i := range ours {
		if ours[i] != theirs[i] {
			ours[i], theirs[i] = withoutCutOptions(ours[i]), withoutCutOptions(theirs[i])
		}
	}
	assert.Equal(t, strings.Join(theirs, "\n"), strings.Join(ours, "\n"))
}

// withoutCutOptions leaves the options out of a line whose checksum cannot be
// verified, as the packet was cut.
func withoutCutOptions(line string) string {
	values := strings.Split(line, "\t")
	if values[len(values)-1] != "2" {
		return line
	}
	return strings.Join(append(values[:13], values[19:]...), "\t")
}

// tshark must see in our files what we see, field by field, and find all
// checksums good.
func TestTsharkAgrees(t *testing.T) {
	// Every scenario, each written anew. A pcapng file may be followed by
	// another, so that one run of tshark reads them all.
	scenarios, err := filepath.Glob("../recorded/*.pcapng")
	require.NoError(t, err)
	require.NotEmpty(t, scenarios)
	var all bytes.Buffer
	for _, name := range scenarios {
		file, err := os.Open(name)
		require.NoError(t, err)
		trace, err := Read(file)
		file.Close()
		require.NoError(t, err, name)
		require.NoError(t, Write(&all, trace), name)
	}
	theirs := tshark(t, all.Bytes(), "tcp", append(headerFields, "frame.comment"))
	ours := headers(t, all.Bytes(), func(packet capture.Packet) []any {
		return []any{strings.ReplaceAll(packet.Comment, "\n", `\n`)}
	})
	for _, line := range ours {
		assert.Regexp(t, `\t1\t[^\t]*$`, line, "a good checksum")
	}
	assert.Equal(t, theirs, ours)
}

// pcap in both byte orders and resolutions, with VLANs, IPv6's extension
// headers, fragments and a snap length.
func TestTsharkAgreesOnPcap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, test := range []struct {
		link  capture.LinkType
		order interface {
			binary.ByteOrder
			binary.AppendByteOrder
		}
		nanoseconds bool
		snap        int
	}{{capture.Ethernet, binary.LittleEndian, false, 96}, {capture.Null, binary.BigEndian, true, 65535}} {
		var frames [][]byte
		for range 200 {
			frames = append(frames, linked(r, test.link, test.order, anySegment(r, 0).packet()))
		}
		sameHeaders(t, pcapFile(uint32(test.link), test.order, test.nanoseconds, test.snap, frames))
	}
}

// pcapng with an interface of each link type, each with a resolution and a snap
// length, in a section of each byte order.
func TestTsharkAgreesOnPcapng(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var segments []made
	for range 400 {
		segments = append(segments, anySegment(r, 0))
	}
	sameHeaders(t, append(pcapngFile(r, binary.LittleEndian, segments), pcapngFile(r, binary.BigEndian, segments)...))
}

// marked are the fields of tshark's analysis, and which mark each is for.
var marked = []struct {
	field string
	mark  timeline.Mark
}{
	{"tcp.analysis.retransmission", timeline.Retransmission},
	{"tcp.analysis.fast_retransmission", timeline.Retransmission},
	{"tcp.analysis.spurious_retransmission", timeline.Retransmission},
	{"tcp.analysis.out_of_order", timeline.OutOfOrder},
	{"tcp.analysis.duplicate_ack", timeline.DuplicateACK},
	{"tcp.analysis.zero_window", timeline.ZeroWindow},
	{"tcp.analysis.zero_window_probe", timeline.WindowProbe},
	{"tcp.analysis.keep_alive", timeline.KeepAlive},
}

// In conversations in which much goes wrong, the marks are tshark's, and so are
// windows in bytes and relative numbers.
func TestTsharkMarksTheSame(t *testing.T) {
	fields := []string{"frame.number", "tcp.seq", "tcp.ack", "tcp.window_size"}
	for _, m := range marked {
		fields = append(fields, m.field)
	}
	var talks []*talk
	for seed := range uint64(40) {
		one := newTalk(seed)
		for range 100 {
			one.step()
		}
		one.end()
		talks = append(talks, one)
	}
	data := fileOf(talks)
	var ours, theirs []string
	for _, line := range tshark(t, data, "tcp", fields) {
		values := strings.Split(line, "\t")
		var mark timeline.Mark
		for i, m := range marked {
			if values[4+i] != "" {
				mark |= m.mark
			}
		}
		theirs = append(theirs, strings.Join(values[:4], " ")+" "+mark.String())
	}
	_, traces, err := found(t, bytes.NewReader(data))
	require.NoError(t, err)
	require.Len(t, traces, len(talks))
	seen := map[timeline.Mark]int{}
	for _, trace := range traces {
		for _, s := range trace.Segments() {
			ours = append(ours, fmt.Sprintf("%d %d %d %d %s", s.Number, s.Seq, s.Ack, s.ScaledWindow(), s.Marks))
			for _, m := range marked {
				if s.Marks&m.mark != 0 {
					seen[m.mark]++
				}
			}
		}
	}
	assert.Equal(t, strings.Join(theirs, "\n"), strings.Join(ours, "\n"))
	for _, m := range marked {
		assert.Greater(t, seen[m.mark], 10, "%v was not tried", m.mark)
	}
}
