package simpleserver_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/06-custom-handler/simpleserver"
)

const patience = 20 * time.Second

func dial(t *testing.T, address string) (net.Conn, *bufio.Reader) {
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	return conn, bufio.NewReader(conn)
}

// answer reads one response and returns its status and its body.
func answer(t *testing.T, in *bufio.Reader) string {
	response, err := http.ReadResponse(in, nil)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return fmt.Sprintf("%d %s", response.StatusCode, body)
}

// What an application keeps of a request must not reach into the next one.
func TestResponseThatIsKeptWritesNothing(t *testing.T) {
	var kept http.ResponseWriter
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/keep" {
			kept = w
			io.WriteString(w, "first")
			return
		}
		n, err := io.WriteString(kept, "from the past")
		assert.Zero(t, n)
		assert.Error(t, err)
		kept.WriteHeader(500)
		assert.Error(t, http.NewResponseController(kept).Flush())
		io.WriteString(w, "second")
	})
	conn, in := dial(t, address)
	io.WriteString(conn, "GET /keep HTTP/1.1\r\nHost: h\r\n\r\nGET /next HTTP/1.1\r\nHost: h\r\n\r\n")
	assert.Equal(t, "200 first", answer(t, in))
	assert.Equal(t, "200 second", answer(t, in))
}

func TestBodyThatIsKeptReadsNothing(t *testing.T) {
	var kept io.Reader
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/keep" {
			kept = r.Body
			return
		}
		n, err := kept.Read(make([]byte, 100))
		assert.Zero(t, n)
		assert.ErrorIs(t, err, http.ErrBodyReadAfterClose)
		body, _ := io.ReadAll(r.Body)
		w.Write(body)
	})
	conn, in := dial(t, address)
	io.WriteString(conn, "POST /keep HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"+
		"POST /next HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nworld")
	assert.Equal(t, "200 ", answer(t, in))
	assert.Equal(t, "200 world", answer(t, in))
}

// A reverse proxy reads the body in a goroutine of its own, which is still at
// it when the answer is there.
func TestBodyMayBeReadWhileTheAnswerIsSent(t *testing.T) {
	var readers sync.WaitGroup
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		reading := make(chan struct{})
		readers.Go(func() {
			close(reading)
			_, err := io.Copy(io.Discard, r.Body)
			assert.Error(t, err)
		})
		<-reading
		w.Header().Set("Content-Length", "5")
		io.WriteString(w, "early")
		http.NewResponseController(w).Flush()
	})
	for range 20 {
		conn, in := dial(t, address)
		fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n%s", strings.Repeat("x", 5000))
		assert.Equal(t, "200 early", answer(t, in))
		_, err := in.ReadByte()
		assert.Equal(t, io.EOF, err, "nobody knows where the next request would begin")
	}
	readers.Wait()
}

// To take the body from a goroutine that waits for more of it is no client's
// delay, and is not logged as one.
func TestLogHasNoFalseTimeout(t *testing.T) {
	var log syncBuffer
	var readers sync.WaitGroup
	server, err := simpleserver.MakeServer("127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "5")
		io.WriteString(w, "early")
		http.NewResponseController(w).Flush()
		begun := make(chan struct{})
		readers.Go(func() {
			r.Body.Read(make([]byte, 2))
			close(begun)
			io.Copy(io.Discard, r.Body)
		})
		<-begun
	}))
	require.NoError(t, err)
	server.Log = &log
	go server.ServeForever()
	for range 20 {
		conn, in := dial(t, server.ServerAddress().String())
		io.WriteString(conn, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe")
		assert.Equal(t, "200 early", answer(t, in))
		conn.Close()
	}
	readers.Wait()
	server.Shutdown()
	assert.NotContains(t, log.String(), "timed out")
}

// A deadline may be set while another goroutine waits for the body, which it ends.
func TestReadDeadlineIsSetWhileTheBodyIsRead(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		begun, ended := make(chan struct{}), make(chan error)
		go func() {
			r.Body.Read(make([]byte, 2))
			close(begun)
			_, err := io.Copy(io.Discard, r.Body)
			ended <- err
		}()
		<-begun
		assert.NoError(t, http.NewResponseController(w).SetReadDeadline(time.Now().Add(10*time.Millisecond)))
		assert.ErrorIs(t, <-ended, os.ErrDeadlineExceeded)
		io.WriteString(w, "late")
	})
	for range 20 {
		conn, in := dial(t, address)
		io.WriteString(conn, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe")
		assert.Equal(t, "200 late", answer(t, in))
		conn.Close()
	}
}

func TestContextEndsWhenTheClientGoes(t *testing.T) {
	for name, request := range map[string]string{
		"without a body":  "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
		"behind a body":   "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
		"behind chunks":   "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
		"in a later turn": "GET /first HTTP/1.1\r\nHost: h\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			ended := make(chan error, 1)
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				ctx, cancel := context.WithTimeout(r.Context(), patience) // asked for before the body is read
				defer cancel()
				if r.URL.Path == "/first" {
					io.WriteString(w, "first")
					return
				}
				io.Copy(io.Discard, r.Body)
				io.WriteString(w, "begun")
				http.NewResponseController(w).Flush()
				select {
				case <-ctx.Done():
					ended <- context.Cause(r.Context())
				case <-time.After(patience):
					ended <- errors.New("waited for nothing")
				}
			})
			conn, in := dial(t, address)
			io.WriteString(conn, request)
			if name == "in a later turn" {
				require.Equal(t, "200 first", answer(t, in))
				io.WriteString(conn, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
			}
			_, err := http.ReadResponse(in, nil)
			require.NoError(t, err)
			conn.Close()
			assert.ErrorIs(t, <-ended, context.Canceled)
		})
	}
}

// The watch for the client's end reads, and must not lose what it finds.
func TestRequestsBehindAWatchedOneAreAnswered(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 30*time.Millisecond)
		defer cancel()
		<-ctx.Done()
		fmt.Fprint(w, r.URL.Path, r.Context().Err())
	})
	conn, in := dial(t, address)
	for _, path := range []string{"/1", "/2"} {
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: h\r\n\r\n", path)
	}
	assert.Equal(t, "200 /1<nil>", answer(t, in))
	fmt.Fprintf(conn, "GET /3 HTTP/1.1\r\nHost: h\r\n\r\n")
	assert.Equal(t, "200 /2<nil>", answer(t, in))
	assert.Equal(t, "200 /3<nil>", answer(t, in))
	time.Sleep(50 * time.Millisecond) // longer than a watch whose end was forgotten would last
	fmt.Fprintf(conn, "GET /4 HTTP/1.1\r\nHost: h\r\n\r\n")
	assert.Equal(t, "200 /4<nil>", answer(t, in))
}

// In HTTP/1.0, the article's protocol, there are no chunks and no 1xx.
func TestServerOfHTTP10(t *testing.T) {
	app := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "</style.css>; rel=preload")
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Del("Link")
		body, _ := io.ReadAll(r.Body)
		w.Header()["Date"] = nil
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, strings.Repeat("a", 3000))
		http.NewResponseController(w).Flush()
		w.Write(body)
	}
	server, err := simpleserver.MakeServer("127.0.0.1:0", http.HandlerFunc(app))
	require.NoError(t, err)
	server.ProtocolVersion = "HTTP/1.0"
	server.Log = io.Discard
	go server.ServeForever()
	t.Cleanup(server.Shutdown)
	conn, in := dial(t, server.ServerAddress().String())
	io.WriteString(conn, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello")
	all, err := io.ReadAll(in)
	require.NoError(t, err)
	assert.Equal(t, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n"+strings.Repeat("a", 3000)+"hello", string(all))
}

// The log tells what the client was told, and nothing that it was not.
func TestLogHasNoFalse500(t *testing.T) {
	var log syncBuffer
	server, err := simpleserver.MakeServer("127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/abort":
			panic(http.ErrAbortHandler)
		case "/101":
			w.WriteHeader(http.StatusSwitchingProtocols)
		case "/reset":
			_, err := io.ReadAll(r.Body)
			assert.Error(t, err)
			panic(http.ErrAbortHandler)
		}
	}))
	require.NoError(t, err)
	server.Log = &log
	go server.ServeForever()

	conn, in := dial(t, server.ServerAddress().String())
	io.WriteString(conn, "GET /abort HTTP/1.1\r\nHost: h\r\n\r\n")
	_, err = in.ReadByte()
	assert.Equal(t, io.EOF, err)

	conn, in = dial(t, server.ServerAddress().String())
	io.WriteString(conn, "GET /101 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	all, err := io.ReadAll(in)
	assert.NoError(t, err)
	assert.Regexp(t, `^HTTP/1\.1 101 Switching Protocols\r\nDate: [^\r]*\r\nConnection: close\r\n\r\n$`, string(all))

	conn, _ = dial(t, server.ServerAddress().String())
	io.WriteString(conn, "POST /reset HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe")
	conn.(*net.TCPConn).SetLinger(0)
	conn.Close()

	server.Shutdown()
	assert.NotContains(t, log.String(), "500")
	assert.Contains(t, log.String(), `"GET /101 HTTP/1.1" 101 -`)
}

// syncBuffer is a log that a test can read while the server writes it.
type syncBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
