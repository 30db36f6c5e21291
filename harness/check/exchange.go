package check

import (
	"io"
	"sync/atomic"
	"time"
)

// stalled is how long nothing more must be taken from a sender for the buffers
// on the way to be full.
const stalled = 200 * time.Millisecond

// Exchange sends data and wants want, and does not receive before sending has
// stalled: the kernels' buffers are full then, and the program's send takes
// less than it is given. Sending goes on meanwhile, for otherwise each side
// could wait for the other for ever.
func (c *Conn) Exchange(data, want string) {
	text, _ := excerpt([]byte(data), 0)
	c.t.step(Step{Conn: c.number, Arrow: "→", Text: text, Note: "read only when nothing more can be sent"})
	var sent atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.pour(data, &sent)
	}()
	received := false
	defer func() {
		if !received {
			c.reset() // or the sender would wait until its deadline
		}
		<-done
	}()
	for before := int64(-1); before != sent.Load(); {
		before = sent.Load()
		time.Sleep(stalled)
	}
	c.Expect(want)
	received = true
}

// pour sends data in small pieces, and counts them.
func (c *Conn) pour(data string, sent *atomic.Int64) {
	for len(data) > 0 {
		c.tcp.SetWriteDeadline(time.Now().Add(Patience))
		n, err := io.WriteString(c.tcp, data[:min(len(data), 64<<10)])
		sent.Add(int64(n))
		if err != nil {
			return
		}
		data = data[n:]
	}
}
