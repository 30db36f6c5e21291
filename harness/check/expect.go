package check

import (
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// fill reads once into ahead, waiting for at most patience.
func (c *Conn) fill(patience time.Duration) error {
	c.tcp.SetReadDeadline(time.Now().Add(patience))
	if cap(c.ahead)-len(c.ahead) < 1<<10 { // most answers are short, some are of megabytes
		c.ahead = slices.Grow(c.ahead, max(4<<10, len(c.ahead)))
	}
	n, err := c.tcp.Read(c.ahead[len(c.ahead):cap(c.ahead)])
	c.ahead = c.ahead[:len(c.ahead)+n]
	if n > 0 {
		return nil
	}
	return err
}

// await is fill with Patience: for what the program is to do.
func (c *Conn) await() error {
	const round = 200 * time.Millisecond
	err := os.ErrDeadlineExceeded
	wait := c.t.waitFor(c.t.patience())
	wait.onWay = c.onWay
	for errors.Is(err, os.ErrDeadlineExceeded) {
		d := wait.next(round)
		if d == 0 {
			return c.fill(program.Poll) // it may have come while the machine stood still
		}
		err = c.fill(d)
	}
	return err
}

// onWay reports whether the program has received all that has reached it, and more is
// on its way.
func (c *Conn) onWay() bool {
	arrived, unread, known := c.peerReceived()
	return known && unread == 0 && arrived < c.wrote
}

// take removes and returns the first n bytes of ahead.
func (c *Conn) take(n int) string {
	data := c.ahead[:n:n]
	c.ahead = c.ahead[n:]
	return string(data)
}

// plain says what went wrong on a connection, without addresses and ports.
func (c *Conn) plain(err error) lang.Text {
	var inner *net.OpError
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return lang.Say("nothing for %v", c.t.patience())
	case errors.Is(err, io.EOF):
		return lang.Say("the program closed the connection")
	case isReset(err):
		return lang.Say("the program reset the connection")
	case errors.As(err, &inner):
		return lang.Of(inner.Err)
	}
	return lang.Of(err)
}

// Expect wants exactly the bytes of want next, in however many pieces.
func (c *Conn) Expect(want string) {
	for right := 0; ; {
		got := c.ahead[:min(len(c.ahead), len(want))]
		right += firstWrong(string(got[right:]), want[right:])
		if right == len(want) {
			c.received(c.take(right), false)
			return
		}
		if right < len(got) {
			c.received(string(got), false).Fail(right, "wanted %s", beginning(want[right:]))
		}
		if err := c.await(); err != nil {
			c.failShort(err, want)
		}
	}
}

// failShort ends the check where err came before all of want; what has come is
// right as far as it goes.
func (c *Conn) failShort(err error, want string) {
	got := c.take(len(c.ahead))
	if len(got) > 0 {
		text, _ := excerpt(got, len(got))
		c.step("←", text)
	}
	c.step("←", c.plain(err))
	c.t.Fail("wanted %s", beginning(want[len(got):]))
}

// ExpectClose wants the end of the stream (FIN, not a reset), and nothing before
// it.
func (c *Conn) ExpectClose() {
	err := c.end(c.await)
	if errors.Is(err, io.EOF) {
		c.step("←", lang.Say("close"))
		return
	}
	c.failUnclosed(err)
}

// failUnclosed records err as what came in place of FIN, and ends the check.
func (c *Conn) failUnclosed(err error) {
	c.step("←", c.plain(err))
	if isReset(err) {
		c.t.Fail("wanted a close and no reset: what is closed with input unread, or with SO_LINGER at 0, is reset by the kernel, and bytes on their way are lost")
	}
	c.t.Fail("wanted the connection closed")
}

// ExpectEnd wants the end of the stream, FIN or reset, and nothing before it:
// a server that refuses a request has not read all of it, and its kernel resets.
func (c *Conn) ExpectEnd() {
	err := c.end(c.await)
	c.step("←", c.plain(err))
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.t.Fail("wanted the connection closed")
	}
}

// soon is how long nothing must arrive for it to mean that nothing will.
const soon = 150 * time.Millisecond

// ExpectNothing wants that nothing more arrives soon; the connection may be closed
// meanwhile or stay open.
func (c *Conn) ExpectNothing() {
	switch err := c.silence(soon); {
	case errors.Is(err, os.ErrDeadlineExceeded):
		c.step("←", lang.Say("nothing more, for %v", soon))
	default:
		c.step("←", c.plain(err))
	}
}

// ExpectOpen wants that nothing arrives for d, and the connection stays open.
func (c *Conn) ExpectOpen(d time.Duration) {
	err := c.silence(d)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.step("←", lang.Say("nothing, for %v", d))
		return
	}
	c.step("←", c.plain(err))
	c.t.Fail("wanted the connection to stay open")
}

// ExpectWaiting wants that nothing arrives for d, and the program waits for what
// we send. FIN may have come: a program that has sent all may say so (shutdown(2)).
func (c *Conn) ExpectWaiting(d time.Duration) {
	deadline := time.Now().Add(d)
	err := c.silence(d)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.step("←", lang.Say("nothing, for %v", d))
		return
	}
	if !errors.Is(err, io.EOF) {
		c.step("←", c.plain(err))
		c.t.Fail("wanted it to wait")
	}
	c.step("←", lang.Verbatim("FIN"))
	for ; time.Now().Before(deadline); time.Sleep(program.Poll) {
		if c.t.ended() {
			_, words := c.t.process.Status()
			c.t.Note("the program has ended: %s", words)
			c.t.Fail("wanted it to wait")
		}
	}
	c.t.Note("the program still runs, after %v", d)
}

// Finished reports whether FIN has come, and nothing before it, without waiting.
// Then it closes our side, too, as a server does that has nothing more to send.
func (c *Conn) Finished() bool {
	if len(c.ahead) > 0 || !errors.Is(c.fill(time.Millisecond), io.EOF) {
		return false
	}
	c.tcp.CloseWrite()
	return true
}

// silence returns how the stream ends within d, or that it does not.
func (c *Conn) silence(d time.Duration) error {
	return c.end(func() error { return c.fill(d) })
}

// end returns how the stream ends, or that wait was over before; a byte that arrives
// instead fails the check.
func (c *Conn) end(wait func() error) error {
	if len(c.ahead) == 0 {
		if err := wait(); err != nil {
			return err
		}
	}
	c.received(string(c.ahead), false).Fail(0, "wanted nothing more")
	return nil
}

// Rest receives up to the end of the stream, FIN or reset, and returns what
// came. It fails where neither comes.
func (c *Conn) Rest() Received {
	var err error
	for err == nil && len(c.ahead) < maxRest {
		err = c.await()
	}
	rest := Received{Data: c.take(len(c.ahead)), t: c.t, step: len(c.t.steps)}
	if len(rest.Data) > 0 {
		rest = c.received(rest.Data, false)
	}
	c.step("←", c.plain(err))
	if !errors.Is(err, io.EOF) && !isReset(err) {
		c.t.Fail("wanted the connection closed")
	}
	return rest
}

// maxRest is how much is received before the program is taken to be mad.
const maxRest = 128 << 20
