package recording

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/segment"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fields are what tshark is asked for of each packet; line says the same.
var fields = []string{
	"frame.number", "frame.time_epoch", "ip.src", "tcp.srcport", "ip.dst", "tcp.dstport", "tcp.flags",
	"tcp.seq_raw", "tcp.ack_raw", "tcp.window_size_value", "tcp.len",
	"tcp.options.mss_val", "tcp.options.wscale.shift", "tcp.options.timestamp.tsval", "tcp.options.timestamp.tsecr",
	"tcp.checksum", "tcp.checksum.status", "frame.comment",
}

// oursOf decodes a packet and returns it as tshark prints its fields.
func oursOf(t *testing.T, packet capture.Packet) string {
	t.Helper()
	s, _, err := decode(packet)
	require.NoError(t, err)
	require.Equal(t, segment.Good, s.Verdict)
	optional := func(value any, ok bool) any {
		if !ok {
			return ""
		}
		return value
	}
	mss, hasMSS := s.Options.MSS()
	shift, hasShift := s.Options.WindowScale()
	value, echo, hasTimestamps := s.Options.Timestamps()
	values := []any{
		packet.Number, fmt.Sprintf("%d.%09d", packet.At.Unix(), packet.At.Nanosecond()),
		s.Source.Addr(), s.SourcePort, s.Destination.Addr(), s.DestinationPort, fmt.Sprintf("0x%04x", uint16(s.Flags)),
		s.SequenceNumber, s.AcknowledgmentNumber, s.Window, s.Length,
		optional(mss, hasMSS), optional(shift, hasShift), optional(value, hasTimestamps), optional(echo, hasTimestamps),
		fmt.Sprintf("0x%04x", s.Checksum), "1",
		strings.ReplaceAll(packet.Comment, "\n", `\n`),
	}
	text := make([]string, len(values))
	for i, value := range values {
		text[i] = fmt.Sprint(value)
	}
	return strings.Join(text, "\t")
}

// An independent judge: tshark must see in our files what we see, field by
// field, and find all checksums good.
func TestTsharkAgrees(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("tshark is not installed")
	}
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
	path := filepath.Join(t.TempDir(), "all.pcapng")
	require.NoError(t, os.WriteFile(path, all.Bytes(), 0o666))

	args := []string{"-n", "-r", path, "-o", "tcp.check_checksum:TRUE", "-T", "fields", "-E", "separator=/t", "-E", "occurrence=f"}
	for _, field := range fields {
		args = append(args, "-e", field)
	}
	output, err := exec.Command(tshark, args...).Output()
	require.NoError(t, err)

	reader, err := capture.NewReader(&all)
	require.NoError(t, err)
	var ours []string
	for {
		packet, err := reader.Next()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		ours = append(ours, oursOf(t, packet))
	}
	theirs := strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
	require.Len(t, theirs, len(ours))
	for i := range ours {
		assert.Equal(t, theirs[i], ours[i])
	}
}
