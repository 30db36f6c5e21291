package browse

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/recording"
)

// Whatever a file holds, nothing of it commands the terminal.
func TestHostileFiles(t *testing.T) {
	files, err := filepath.Glob("../recorded/*.pcapng")
	require.NoError(t, err)
	files = append(files, "../recording/testdata/echo-and-refused.pcap", "../recording/testdata/echo-ipv6.pcap")
	r := rand.New(rand.NewPCG(5, 6))
	for _, name := range files {
		whole, err := os.ReadFile(name)
		require.NoError(t, err)
		for range 60 {
			data := bytes.Clone(whole)
			for range 1 + r.IntN(8) {
				data[r.IntN(len(data))] = byte([]uint32{0x1b, 0x9b, 0, 0xff, r.Uint32()}[r.IntN(5)])
			}
			data = data[:len(data)-r.IntN(2)*r.IntN(len(data))]
			file, err := recording.Open(bytes.NewReader(data))
			said := ""
			if err == nil && file.Trace == nil {
				var out strings.Builder
				err = Show(&out, file, Options{Columns: 100, Explain: true, Number: r.IntN(3)})
				said = out.String()
			}
			if err != nil {
				said += err.Error()
			}
			assert.False(t, strings.ContainsFunc(said, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }), "%q", said)
		}
	}
}

// segments writes so many segments of one connection to w, as a capture.
func segments(w io.Writer, count int) error {
	file, err := capture.NewWriter(w, "", "")
	packet := append([]byte{0x45, 0, 0x02, 0x28, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
		0x9c, 0x40, 0, 80, 0, 0, 0, 0, 0, 0, 0, 1, 0x50, 0x10, 1, 0, 0, 0, 0, 0}, make([]byte, 512)...)
	for i := 0; i < count && err == nil; i++ {
		binary.BigEndian.PutUint32(packet[24:], uint32(512*i))
		err = file.Packet(time.Unix(0, int64(i)*1e6), packet, len(packet), "")
	}
	return err
}

// What it takes does not grow with the file: sixty megabytes of it pass.
func TestMemory(t *testing.T) {
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(segments(writer, 100_000)) }()
	file, err := recording.Open(reader)
	require.NoError(t, err)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	most, writes := uint64(0), 0
	require.NoError(t, Show(writerFunc(func(b []byte) (int, error) {
		if writes++; writes%64 == 0 { // it stops the world
			runtime.ReadMemStats(&after)
			most = max(most, after.HeapInuse)
		}
		return len(b), nil
	}), file, Options{Columns: 100}))
	assert.Equal(t, 100_000, file.Connections[0].Segments[0])
	assert.Less(t, most, before.HeapInuse+24<<20)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// The ladder begins long before the file ends.
func TestFirstLinesComeAtOnce(t *testing.T) {
	var data bytes.Buffer
	require.NoError(t, segments(&data, 4000))
	reader, writer := io.Pipe()
	defer writer.Close()
	go writer.Write(data.Bytes()) // and then nothing, for as long as the test takes
	var lock sync.Mutex
	var out strings.Builder
	go func() {
		file, err := recording.Open(reader)
		if assert.NoError(t, err) {
			_ = Show(writerFunc(func(b []byte) (int, error) {
				lock.Lock()
				defer lock.Unlock()
				return out.Write(b)
			}), file, Options{Columns: 100})
		}
	}()
	assert.Eventually(t, func() bool {
		lock.Lock()
		defer lock.Unlock()
		return strings.Contains(out.String(), "1 ACK seq=1")
	}, 20*time.Second, time.Millisecond)
}

// Where nothing can be written, reading ends.
func TestOutputThatFails(t *testing.T) {
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(segments(writer, 1_000_000)) }()
	file, err := recording.Open(reader)
	require.NoError(t, err)
	full := io.ErrShortWrite
	assert.ErrorIs(t, Show(writerFunc(func([]byte) (int, error) { return 0, full }), file, Options{Columns: 100}), full)
	assert.Less(t, file.Packets, 10_000)
	reader.Close()
}
