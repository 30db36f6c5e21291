package check

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// ExpectNothing wants that nothing more arrives for d; the connection may be
// closed meanwhile or stay open.
func (c *Conn) ExpectNothing(d time.Duration) {
	switch err := c.end(d); {
	case errors.Is(err, os.ErrDeadlineExceeded):
		c.step("←", "nothing more, for "+d.String())
	default:
		c.step("←", plain(err))
	}
}

// ExpectEnd wants the connection closed, and nothing before it. A reset will
// do: a server that refuses a request has not read all of it.
func (c *Conn) ExpectEnd() {
	err := c.end(Patience)
	c.step("←", plain(err))
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.t.failAt(0, "wanted the connection closed")
	}
}

// RestWithout is Rest, and wants part nowhere in it.
func (c *Conn) RestWithout(part, message string) {
	data, err := c.drain()
	if at := strings.Index(string(data), part); at >= 0 {
		c.failReceived(data, at, message)
	}
	c.rest(data, err)
}

// Rest receives up to the close or the reset, and returns what came. It fails
// where neither comes.
func (c *Conn) Rest() string {
	data, err := c.drain()
	c.rest(data, err)
	return string(data)
}

// drain receives up to the end of the stream, whatever it is.
func (c *Conn) drain() ([]byte, error) {
	var err error
	for err == nil && len(c.ahead) < maxBody {
		err = c.fill(Patience)
	}
	return c.take(len(c.ahead)), err
}

// rest records what drain has returned, and wants an end.
func (c *Conn) rest(data []byte, err error) {
	if len(data) > 0 {
		text, _ := excerpt(data, 0)
		c.step("←", text)
	}
	c.step("←", plain(err))
	if !errors.Is(err, io.EOF) && !isReset(err) {
		c.t.failAt(0, "wanted the connection closed")
	}
}

// Fold replaces the steps so far by one line: after a case that was right,
// they would only hide those of the next. Connections are counted anew.
func (t *T) Fold(format string, args ...any) {
	t.steps = []Step{{Text: fmt.Sprintf(format, args...)}}
	t.folded = len(t.conns)
}
