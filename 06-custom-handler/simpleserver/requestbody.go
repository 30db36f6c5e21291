package simpleserver

import (
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// requestBody is the body of one request, and of no other: an application may
// hand it to another goroutine, as a reverse proxy does, which reads on when
// the answer is long sent.
type requestBody struct {
	handler  *RequestHandler
	request  *http.Request // gets the trailers
	response *response

	mu       sync.Mutex // guards what follows, and is held while Rfile is read
	expected bool       // the client waits for "100 Continue"
	closed   bool       // to the application
	over     bool       // the request is
	stop     func()     // ends the watch for the client's end

	gone atomic.Pointer[func()] // to be called when the client is gone
}

// Read reads the body. The first Read invites a client that waits for "100
// Continue": an application that refuses the body need only not read it. After
// Close, and after the request, the error is [http.ErrBodyReadAfterClose].
func (b *requestBody) Read(p []byte) (int, error) {
	n, err := b.read(p)
	if err == io.EOF {
		b.watchIfAsked()
	}
	return n, err
}

func (b *requestBody) read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, http.ErrBodyReadAfterClose
	}
	if b.expected {
		b.expected = false
		b.response.sendContinue()
	}
	n, err := b.handler.Rfile.Read(p)
	if err == io.EOF {
		b.addTrailers()
	}
	return n, err
}

// addTrailers shows the application what came behind a body in chunks.
func (b *requestBody) addTrailers() {
	for _, trailer := range b.handler.Trailers() {
		if b.request.Trailer == nil {
			b.request.Trailer = make(http.Header)
		}
		name := http.CanonicalHeaderKey(trailer.Name)
		b.request.Trailer[name] = append(b.request.Trailer[name], trailer.Value)
	}
}

// Close closes the body to the application. What is left of it is skipped when
// the request is over.
func (b *requestBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	return nil
}

// watch has gone called when the client goes, from the end of the body on. It
// does not wait for one who reads the body.
func (b *requestBody) watch(gone func()) {
	b.gone.Store(&gone)
	b.watchIfAsked()
}

// watchIfAsked begins the watch unless somebody reads the body now. That one
// calls it again at the body's end.
func (b *requestBody) watchIfAsked() {
	if !b.mu.TryLock() {
		return
	}
	defer b.mu.Unlock()
	if gone := b.gone.Load(); gone != nil && b.stop == nil && !b.over {
		b.stop = b.handler.WatchClient(*gone)
	}
}

// end takes the body from the application, of which a part may be reading it.
func (b *requestBody) end() {
	for !b.mu.TryLock() {
		b.handler.CloseConnection = true                   // nobody knows how much of it is read
		b.handler.Request.SetReadDeadline(time.Unix(1, 0)) // any time that is past
		time.Sleep(time.Millisecond)
	}
	defer b.mu.Unlock()
	b.closed, b.over = true, true
	if b.stop != nil {
		b.stop()
	}
}
