package check

import (
	"errors"
	"fmt"
	"io"
	"os"
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

// Rest receives up to the close or the reset, and returns what came. It fails
// where neither comes.
func (c *Conn) Rest() string {
	var err error
	for err == nil && len(c.ahead) < maxBody {
		err = c.fill(Patience)
	}
	data := c.take(len(c.ahead))
	if len(data) > 0 {
		text, _ := excerpt(data, 0)
		c.step("←", text)
	}
	c.step("←", plain(err))
	if !errors.Is(err, io.EOF) && !isReset(err) {
		c.t.failAt(0, "wanted the connection closed")
	}
	return string(data)
}

// Fold replaces the steps so far by one line: after a case that was right,
// they would only hide those of the next. Connections are counted anew.
func (t *T) Fold(format string, args ...any) {
	t.steps = []Step{{Text: fmt.Sprintf(format, args...)}}
	t.folded = len(t.conns)
}
