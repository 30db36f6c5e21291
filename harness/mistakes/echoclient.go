package mistakes

import (
	"fmt"
	"io"
	"net"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/mistakes/right"
)

var echoClient = []row[*right.EchoClient]{
	{"decodes-pieces", "characters", `wanted "\xe4\xb9\xa7c"`, "it decodes each piece as text, with a sign for what is none",
		func(c *right.EchoClient) {
			c.Print = func(piece string) { fmt.Println("Client Received: " + strings.ToValidUTF8(piece, "\uFFFD")) }
		}},
	{"ignores-what-is-no-text", "characters", `wanted "\xe4\xb9\xa7c"`, "it decodes each piece as text, and leaves out what is none",
		func(c *right.EchoClient) {
			c.Print = func(piece string) { fmt.Println("Client Received: " + strings.ToValidUTF8(piece, "")) }
		}},
	{"sleeps-and-receives-once", "patience", "wanted it to wait", "it sleeps for a while, and takes what is there then for the whole answer",
		func(c *right.EchoClient) {
			c.Buffer = 1 << 16
			asked := false
			c.Receive = func(conn net.Conn, buffer []byte, _ int) (int, error) {
				if asked {
					return 0, io.EOF
				}
				asked = true
				time.Sleep(1200 * time.Millisecond)
				return conn.Read(buffer)
			}
		}},
	{"reads-to-the-end", "closes", "stop at as many bytes as you sent: the server waits for you", "it receives until the server closes, and does not count",
		func(c *right.EchoClient) {
			receive := c.Receive
			c.Receive = func(conn net.Conn, buffer []byte, missing int) (int, error) {
				n, err := receive(conn, buffer, missing)
				if err == io.EOF && missing <= 0 {
					c.Goodbye(conn)
					os.Exit(0)
				}
				return n, err
			}
			c.Until = func(int, int) bool { return false }
		}},
	{"prints-the-trace", "one-line", "wanted the one line and nothing more", "it prints the error, and the stack trace that came with it",
		func(c *right.EchoClient) {
			failed := c.Failed
			c.Failed = func(err error) { os.Stderr.Write(debug.Stack()); failed(err) }
		}},
	{"eleven-bytes", "long-message", "wanted the end", "it asks recv for eleven bytes",
		func(c *right.EchoClient) { c.Buffer = 11 }},
}
