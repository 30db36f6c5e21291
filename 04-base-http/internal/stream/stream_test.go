package stream_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/internal/stream"
)

const patience = 10 * time.Second

// connections returns the two ends of a connection, through the kernel and
// through memory alone, which no descriptor belongs to.
func connections(t *testing.T) map[string][2]net.Conn {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	near, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	far, err := listener.Accept()
	require.NoError(t, err)
	pipeNear, pipeFar := net.Pipe()
	ends := map[string][2]net.Conn{"tcp": {near, far}, "pipe": {pipeNear, pipeFar}}
	for _, pair := range ends {
		for _, conn := range pair {
			conn.SetDeadline(time.Now().Add(patience))
			t.Cleanup(func() { conn.Close() })
		}
	}
	return ends
}

func streams(conn net.Conn) (*stream.Reader, *stream.Writer) {
	return stream.New(conn, patience)
}

func TestReaderGivesEachByteOnce(t *testing.T) {
	sent := make([]byte, 100_000)
	for i := range sent {
		sent[i] = byte(i * i >> 3)
	}
	for name, ends := range connections(t) {
		t.Run(name, func(t *testing.T) {
			go func() {
				for rest, n := sent, 1; len(rest) > 0; n = n*2%9973 + 1 {
					n = min(n, len(rest))
					ends[1].Write(rest[:n])
					rest = rest[n:]
				}
				ends[1].Close()
			}()
			in, _ := streams(ends[0])
			var got []byte
			piece := make([]byte, 6000)
			for size := 1; len(got) < len(sent); size = size*3%6000 + 1 {
				if size%2 == 0 { // through the buffer, which must grow
					for len(in.Buffered()) < size && in.Fill() == nil {
					}
					n := min(size, len(in.Buffered()))
					got = append(got, in.Buffered()[:n]...)
					in.Discard(n)
					continue
				}
				n, err := in.Read(piece[:size])
				require.NoError(t, err)
				got = append(got, piece[:n]...)
			}
			assert.True(t, bytes.Equal(sent, got))
			_, err := in.Read(piece)
			assert.ErrorIs(t, err, io.EOF)
			assert.ErrorIs(t, in.Fill(), io.EOF)
		})
	}
}

func TestReaderFlushesBeforeItWaits(t *testing.T) {
	for name, ends := range connections(t) {
		t.Run(name, func(t *testing.T) {
			go func() {
				question := make([]byte, 8)
				if n, err := ends[1].Read(question); err == nil && string(question[:n]) == "ready?" {
					ends[1].Write([]byte("yes"))
				}
			}()
			in, out := streams(ends[0])
			io.WriteString(out, "ready?")
			require.NoError(t, in.Fill())
			assert.Equal(t, "yes", string(in.Buffered()))
		})
	}
}

func TestReaderMeetsItsDeadline(t *testing.T) {
	for name, ends := range connections(t) {
		in, _ := streams(ends[0])
		ends[0].SetReadDeadline(time.Now().Add(10 * time.Millisecond))
		assert.ErrorIs(t, in.Fill(), os.ErrDeadlineExceeded, name)
	}
}

func TestWriterSendsWholeWhatItIsGiven(t *testing.T) {
	text := strings.Repeat("the quick brown fox ", 10_000)
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	open := func() *os.File {
		file, err := os.Open(path)
		require.NoError(t, err)
		t.Cleanup(func() { file.Close() })
		return file
	}
	for name, write := range map[string]func(w io.Writer) (int64, error){
		"Write":                      func(w io.Writer) (int64, error) { n, err := w.Write([]byte(text)); return int64(n), err },
		"WriteString":                func(w io.Writer) (int64, error) { n, err := io.WriteString(w, text); return int64(n), err },
		"io.Copy of a file":          func(w io.Writer) (int64, error) { return io.Copy(w, open()) },
		"io.CopyN of a file":         func(w io.Writer) (int64, error) { return io.CopyN(w, open(), int64(len(text))) },
		"io.Copy of what is no file": func(w io.Writer) (int64, error) { return io.Copy(w, io.MultiReader(strings.NewReader(text))) },
		"io.Copy of a pipe": func(w io.Writer) (int64, error) {
			r, feed, err := os.Pipe()
			require.NoError(t, err)
			go func() { io.WriteString(feed, text); feed.Close() }()
			defer r.Close()
			return io.Copy(w, r)
		},
	} {
		for kind, ends := range connections(t) {
			t.Run(name+" over "+kind, func(t *testing.T) {
				received := make(chan []byte, 1)
				go func() { b, _ := io.ReadAll(ends[1]); received <- b }()
				_, out := streams(ends[0])
				io.WriteString(out, "head ")
				n, err := write(out)
				require.NoError(t, err)
				assert.EqualValues(t, len(text), n)
				io.WriteString(out, " tail")
				assert.EqualValues(t, len("head  tail")+len(text), out.Written())
				require.NoError(t, out.Flush())
				ends[0].Close()
				assert.True(t, "head "+text+" tail" == string(<-received))
			})
		}
	}
}

// Without sendfile, a deadline may pass between reading the file and having
// sent what was read.
func TestSlowReaderGetsEachByteOnceWithoutSendfile(t *testing.T) {
	t.Parallel()
	text := make([]byte, 40_000)
	for i := range text {
		text[i] = byte(i % 251)
	}
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()

	near, far := net.Pipe()
	sent := make(chan error, 1)
	go func() {
		_, out := stream.New(near, time.Second)
		_, err := io.Copy(out, file)
		sent <- errors.Join(err, out.Flush())
		near.Close()
	}()
	var got []byte
	for piece := make([]byte, 2000); ; time.Sleep(100 * time.Millisecond) { // a slow reader
		n, err := far.Read(piece)
		got = append(got, piece[:n]...)
		if err != nil {
			break
		}
	}
	require.NoError(t, <-sent)
	assert.True(t, bytes.Equal(text, got), "%d bytes sent, %d received", len(text), len(got))
}

// A deadline is for the client that takes nothing now. One that was slow once,
// and then waits for longer before it asks again, has missed none.
func TestDeadlineOfASlowMomentIsForgotten(t *testing.T) {
	t.Parallel()
	const timeout = 200 * time.Millisecond
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, make([]byte, 16<<20), 0o600))
	for name, fill := range map[string]func(out *stream.Writer) error{
		"Write": func(out *stream.Writer) error { _, err := out.Write(make([]byte, 16<<20)); return err },
		"sendfile": func(out *stream.Writer) error {
			file, err := os.Open(path)
			require.NoError(t, err)
			defer file.Close()
			_, err = io.Copy(out, file)
			return err
		},
	} {
		for kind, ends := range connections(t) {
			t.Run(name+" over "+kind, func(t *testing.T) {
				t.Parallel()
				_, out := stream.New(ends[0], timeout)
				go io.Copy(io.Discard, ends[1])
				require.NoError(t, fill(out))
				require.NoError(t, out.Flush())
				time.Sleep(timeout + 50*time.Millisecond) // nothing to wait for: a deadline would pass
				io.WriteString(out, "more")
				assert.NoError(t, out.Flush())
			})
		}
	}
}

func TestWriterTakesBackWhatIsNotSent(t *testing.T) {
	ends := connections(t)["tcp"]
	_, out := streams(ends[0])
	io.WriteString(out, "keep ")
	mark := out.Written()
	io.WriteString(out, "forget")
	require.True(t, out.Rewind(mark))
	io.WriteString(out, "this")
	require.NoError(t, out.Flush())
	assert.False(t, out.Rewind(mark))
	ends[0].Close()
	received, err := io.ReadAll(ends[1])
	require.NoError(t, err)
	assert.Equal(t, "keep this", string(received))
}

func TestWriterKeepsItsError(t *testing.T) {
	for name, ends := range connections(t) {
		_, out := streams(ends[0])
		ends[0].Close()
		io.WriteString(out, "x")
		err := out.Flush()
		require.Error(t, err, name)
		for range 2 {
			n, again := io.WriteString(out, "y")
			assert.Zero(t, n)
			assert.Equal(t, err, again)
		}
	}
}
