package check

import (
	"bytes"
	"errors"
	"io"
	"os"
	"time"
)

// fill reads once into ahead, waiting for at most patience.
func (c *Conn) fill(patience time.Duration) error {
	c.tcp.SetReadDeadline(time.Now().Add(patience))
	chunk := make([]byte, 64<<10)
	n, err := c.tcp.Read(chunk)
	c.ahead = append(c.ahead, chunk[:n]...)
	if n > 0 {
		return nil
	}
	return err
}

// take removes and returns the first n bytes of ahead.
func (c *Conn) take(n int) []byte {
	data := c.ahead[:n:n]
	c.ahead = c.ahead[n:]
	return data
}

// Expect wants exactly the bytes of want next, in however many pieces.
func (c *Conn) Expect(want string) {
	wanted := []byte(want)
	for {
		got := c.ahead[:min(len(c.ahead), len(wanted))]
		wrong := firstWrong(got, wanted)
		if wrong == len(wanted) {
			text, _ := excerpt(c.take(wrong), 0)
			c.step("←", text)
			return
		}
		if wrong < len(got) {
			c.failReceived(c.ahead, wrong, "wanted "+rest(wanted, wrong))
		}
		if err := c.fill(Patience); err != nil {
			if len(got) > 0 {
				text, _ := excerpt(c.take(len(got)), len(got))
				c.step("←", text)
			}
			c.step("←", plain(err))
			c.t.failAt(0, "wanted %s", rest(wanted, wrong))
		}
	}
}

func rest(wanted []byte, from int) string {
	text, _ := excerpt(wanted[from:], 0)
	return text
}

// failReceived ends the check with a caret under the byte of data at wrong.
func (c *Conn) failReceived(data []byte, wrong int, message string) {
	text, column := excerpt(data, wrong)
	c.step("←", text)
	c.t.failAt(column, "%s", message)
}

// LateReading is how long Exchange lets data pile up before it receives.
const LateReading = 200 * time.Millisecond

// Exchange sends data and wants want, and begins to receive only after
// LateReading: until then the kernels' buffers fill, and the program's send
// takes less than it is given. Sending goes on meanwhile, for otherwise each
// side could wait for the other for ever.
func (c *Conn) Exchange(data, want string) {
	text, _ := excerpt([]byte(data), 0)
	c.t.step(Step{Conn: c.number, Arrow: "→", Text: text, Note: "read 200 ms later"})
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		for len(data) > 0 {
			c.tcp.SetWriteDeadline(time.Now().Add(Patience))
			n, err := io.WriteString(c.tcp, data[:min(len(data), 64<<10)])
			if err != nil {
				return
			}
			data = data[n:]
		}
	}()
	received := false
	defer func() {
		if !received {
			c.reset() // or the sender would wait until its deadline
		}
		<-sent
	}()
	time.Sleep(LateReading)
	c.Expect(want)
	received = true
}

// ExpectClose wants the end of the stream (FIN, not a reset), and nothing before
// it.
func (c *Conn) ExpectClose() {
	switch err := c.end(Patience); {
	case errors.Is(err, io.EOF):
		c.step("←", "close")
	default:
		c.step("←", plain(err))
		c.t.failAt(0, "wanted the connection closed")
	}
}

// ExpectGone wants the connection closed or reset, after whatever bytes.
func (c *Conn) ExpectGone() {
	var err error
	for err == nil {
		err = c.fill(Patience)
		c.ahead = nil
	}
	c.step("←", plain(err))
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.t.failAt(0, "wanted the connection closed")
	}
}

// ExpectSilence wants that nothing arrives for d, and the connection stays
// open.
func (c *Conn) ExpectSilence(d time.Duration) {
	err := c.end(d)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.t.step(Step{Conn: c.number, Arrow: "←", Text: "nothing, for " + d.String()})
		return
	}
	c.step("←", plain(err))
	c.t.failAt(0, "wanted the connection to stay open")
}

// end returns how the stream ends within patience; a byte that arrives
// instead fails the check.
func (c *Conn) end(patience time.Duration) error {
	if len(c.ahead) == 0 {
		if err := c.fill(patience); err != nil {
			return err
		}
	}
	c.failReceived(c.ahead, 0, "wanted nothing more")
	return nil
}

// until returns what arrives up to and including mark, at most limit bytes,
// without a step.
func (c *Conn) until(mark string, limit int) ([]byte, error) {
	for {
		if at := bytes.Index(c.ahead, []byte(mark)); at >= 0 {
			return c.take(at + len(mark)), nil
		}
		if len(c.ahead) > limit {
			return c.take(limit), nil
		}
		if err := c.fill(Patience); err != nil {
			return c.take(len(c.ahead)), err
		}
	}
}
