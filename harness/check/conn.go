package check

import (
	"io"
	"net"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// Conn is one connection between the harness and the program.
type Conn struct {
	t      *T
	tcp    *net.TCPConn
	number int
	ahead  []byte        // received and not yet expected
	sent   []byte        // by Send, its beginning
	poured chan struct{} // closed when Pour has sent all; nil: it was not called
	wrote  uint64        // bytes, by Send and SendBytewise
	unread bool          // the program has not received what it was sent, for a while
}

func (c *Conn) step(arrow string, text lang.Text) {
	c.t.step(Step{Conn: c.number, Arrow: arrow, Text: text})
}

// Pause is how long the pieces of a split message lie apart: far longer than
// loopback needs to deliver one.
const Pause = 5 * time.Millisecond

// stepSent records what is sent: text with many lines a line at a time, so that
// none of those that decide is cut off.
func (c *Conn) stepSent(data string) {
	lines := strings.SplitAfter(data, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	if len(data) <= longest || len(lines) < 2 || len(lines) > mostLines || !isText(data) {
		text, _ := excerpt(data, 0)
		c.step("→", text)
		return
	}
	for i, line := range lines {
		text, _ := excerpt(line, 0)
		c.t.step(Step{Conn: c.number, Arrow: "→", Text: text, More: i > 0})
	}
}

// Send sends each piece by itself, with a Pause in between, up to the first that
// cannot be sent. A connection that the program has closed meanwhile is not a
// failure yet: what it has answered says more.
func (c *Conn) Send(pieces ...string) {
	for i, piece := range pieces {
		c.stepSent(piece)
		c.sent = append(c.sent, piece[:min(len(piece), longestTry+1)]...)
		if !c.write(piece) {
			return
		}
		if i < len(pieces)-1 {
			c.t.steps[len(c.t.steps)-1].Note = lang.Say("5 ms pause")
			time.Sleep(Pause)
			c.taken()
		}
	}
}

// SendBytewise sends data a byte at a time, each in a segment of its own as
// far as TCP_NODELAY can promise that.
func (c *Conn) SendBytewise(data string) {
	text, _ := excerpt(data, 0)
	c.t.step(Step{Conn: c.number, Arrow: "→", Text: text, Note: lang.Say("a byte at a time")})
	for i := range len(data) {
		if !c.write(data[i : i+1]) {
			return
		}
		if !c.taken() {
			time.Sleep(Pause / 10)
		}
	}
}

// Taken waits until the program has received what it was sent, or has shown that it
// does not read now, for the order of events.
func (c *Conn) Taken() {
	if !c.taken() {
		time.Sleep(Pause)
	}
}

// untaken is how long a program may leave a piece unread before the next one is sent:
// it may not want to read.
const untaken = 200 * time.Millisecond

// taken waits until the program has received all that it was sent, so that the next
// piece is one by itself, however busy the machine is. It returns false where the
// program does not read now, or runs where nobody can tell.
func (c *Conn) taken() bool {
	for looks, wait := 0, c.t.waitFor(untaken); !c.unread; looks++ {
		arrived, unread, known := c.peerReceived()
		if taken := arrived >= c.wrote && unread == 0; taken || !known {
			return taken && known
		}
		pause := wait.next(program.Interval(looks) / 10)
		c.unread = pause == 0
		time.Sleep(pause)
	}
	return false
}

func (c *Conn) peerReceived() (arrived uint64, unread uint32, known bool) {
	near, far := c.tcp.LocalAddr().(*net.TCPAddr), c.tcp.RemoteAddr().(*net.TCPAddr)
	return program.PeerReceived(near.AddrPort(), far.AddrPort())
}

func (c *Conn) write(data string) (sent bool) {
	c.tcp.SetWriteDeadline(time.Now().Add(c.t.patience()))
	n, err := io.WriteString(c.tcp, data)
	c.wrote += uint64(n)
	if err != nil {
		c.step("", lang.Say("sending ended early: %s", c.plain(err)))
		return false
	}
	return true
}

// CloseWrite half-closes: the program's recv returns nothing from now on,
// while it may still send (shutdown(2), SHUT_WR). What is being poured goes first.
func (c *Conn) CloseWrite() {
	c.step("→", lang.Say("FIN, half-close"))
	if c.poured == nil {
		c.tcp.CloseWrite()
		return
	}
	go func() {
		<-c.poured
		c.tcp.CloseWrite()
	}()
}

// Close closes the connection in the ordinary way.
func (c *Conn) Close() {
	c.step("→", lang.Say("close"))
	c.tcp.Close()
}

// Reset closes the connection with RST, as the kernel does for a program that
// ends with bytes unread.
func (c *Conn) Reset() {
	c.step("→", lang.Say("RST, reset"))
	c.reset()
}

func (c *Conn) reset() {
	c.tcp.SetLinger(0)
	c.tcp.Close()
}

// Pause lets d pass in silence; it is for the order of events, never to wait
// for something.
func (c *Conn) Pause(d time.Duration) {
	c.step("", lang.Say("silence for %v", d))
	time.Sleep(d)
}
