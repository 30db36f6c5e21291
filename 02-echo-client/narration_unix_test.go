//go:build unix

package main

import (
	"bufio"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNarration is the whole time line of the article's exchange.
func TestNarration(t *testing.T) {
	port := serve(t, echo)
	got := run02(t, nil, "-port", port)
	assert.Equal(t, strings.ReplaceAll(
		`socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3
connect() …
connect(3, {sa_family=AF_INET, sin_port=htons(PORT), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
write() …
write(3, "Hello", 5)                    = 5
read() …
read(3, "Hello", 10)                    = 5
Client Received: Hello
Closing connection to the server
close(3)                                = 0
`, "PORT", port), got.stdout)
}

func TestInterruptEndsAtOnce(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			port := serve(t, func(conn *net.TCPConn) {
				for { // a server that never answers
					if _, err := conn.Read(make([]byte, 10)); err != nil {
						return
					}
				}
			})
			cmd := stagetest.Self("-port", port, "-mode", mode)
			stdout, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			timer := time.AfterFunc(limit, func() { cmd.Process.Kill() })
			defer timer.Stop()
			var last string
			for lines := bufio.NewScanner(stdout); lines.Scan(); {
				if last = lines.Text(); strings.EqualFold(last, "read() …") {
					require.NoError(t, cmd.Process.Signal(os.Interrupt))
				}
			}
			assert.NoError(t, cmd.Wait(), "the status is not 0")
			assert.Equal(t, "Closing connection to the server", last)
		})
	}
}
