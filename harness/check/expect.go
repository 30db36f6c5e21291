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
	for right := 0; ; {
		got := c.ahead[:min(len(c.ahead), len(wanted))]
		right += firstWrong(got[right:], wanted[right:])
		if right == len(wanted) {
			text, _ := excerpt(c.take(right), 0)
			c.step("←", text)
			return
		}
		if right < len(got) {
			c.failReceived(got, right, "wanted "+rest(wanted, right))
		}
		if err := c.fill(Patience); err != nil {
			c.failShort(err, wanted)
		}
	}
}

// failShort ends the check where err came before all of wanted; what has come
// is right as far as it goes.
func (c *Conn) failShort(err error, wanted []byte) {
	got := c.take(len(c.ahead))
	if len(got) > 0 {
		text, _ := excerpt(got, len(got))
		c.step("←", text)
	}
	c.step("←", plain(err))
	c.t.failAt(0, "wanted %s", rest(wanted, len(got)))
}

// rest returns the beginning of what is wanted from the first wrong byte on.
func rest(wanted []byte, from int) string {
	const enough = 24
	if len(wanted)-from > enough {
		return quoted(string(wanted[from:from+enough])) + "…"
	}
	return quoted(string(wanted[from:]))
}

// failReceived ends the check with a caret under the byte of data at wrong.
func (c *Conn) failReceived(data []byte, wrong int, message string) {
	text, column := excerpt(data, wrong)
	c.step("←", text)
	c.t.failAt(column, "%s", message)
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
