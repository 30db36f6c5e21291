package check

import (
	"io"
	"sync/atomic"
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// stalled is how long nothing more must be taken from a sender for the buffers
// on the way to be full.
const stalled = 200 * time.Millisecond

// Pour sends data without receiving, until all is sent or sending has stalled:
// the kernels' buffers are full then, and the program's send takes less than it
// is given. Where it has stalled, sending goes on in the background, for each side
// could wait for the other for ever.
func (c *Conn) Pour(data string) {
	text, _ := excerpt(data, 0)
	c.t.step(Step{Conn: c.number, Arrow: "→", Text: text, Note: lang.Say("read only when nothing more can be sent")})
	var sent atomic.Int64
	c.poured = make(chan struct{})
	go func() {
		defer close(c.poured)
		c.pour(data, &sent)
	}()
	wait := c.t.waitFor(stalled)
	for before, pause := int64(0), program.Poll; pause > 0; pause = wait.next(program.Poll) {
		time.Sleep(pause)
		if now := sent.Load(); now != before {
			before, wait = now, c.t.waitFor(stalled)
		}
	}
}

// SendUntilStalled pours data and wants want.
func (c *Conn) SendUntilStalled(data, want string) {
	c.Pour(data)
	c.Expect(want)
	<-c.poured
}

// pour sends data in small pieces, and counts them.
func (c *Conn) pour(data string, sent *atomic.Int64) {
	for len(data) > 0 {
		c.tcp.SetWriteDeadline(time.Now().Add(CheckPatience)) // the end of the check comes first
		n, err := io.WriteString(c.tcp, data[:min(len(data), 64<<10)])
		sent.Add(int64(n))
		if err != nil {
			return
		}
		data = data[n:]
	}
}
