package timeline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a line shows of a call where it is entered, and where it returns.
func TestCallsAreReadBack(t *testing.T) {
	for _, test := range []struct {
		call    Call
		text    string
		outcome string // empty if it has not returned
	}{
		{Call{Name: "socket", Returned: true, Result: 3}, "socket() = 3", "socket() = 3"},
		{Call{Name: "bind", FD: 3, Port: 5000, Returned: true, Errno: "EADDRINUSE"}, "bind(3, 5000) = EADDRINUSE", "bind() = EADDRINUSE"},
		{Call{Name: "listen", FD: 3, Size: 5, Returned: true}, "listen(3, 5) = 0", "listen() = 0"},
		{Call{Name: "accept", FD: 3}, "accept(3)", ""},
		{Call{Name: "accept", FD: 3, Port: 46580, Returned: true, Result: 4}, "accept(3) = 4, port 46580", "accept() = 4, port 46580"},
		{Call{Name: "connect", FD: 3, Port: 5000}, "connect(3, 5000)", ""},
		{Call{Name: "connect", FD: 3, Port: 5000, Returned: true, Errno: "ECONNREFUSED"}, "connect(3, 5000) = ECONNREFUSED", "connect() = ECONNREFUSED"},
		{Call{Name: "send", FD: 3, Data: `a", (b)`, Returned: true, Result: 7}, `send(3, "a\", (b)") = 7`, "send() = 7"},
		{Call{Name: "send", FD: 3, Data: "x", Returned: true, Errno: "EPIPE"}, `send(3, "x") = EPIPE`, "send() = EPIPE"},
		{Call{Name: "recv", FD: 4, Size: 2048}, "recv(4, 2048)", ""},
		{Call{Name: "recv", FD: 4, Size: 2048, Data: "Hello", Returned: true, Result: 5}, `recv(4, "Hello", 2048) = 5`, `recv() = "Hello"`},
		{Call{Name: "recv", FD: 4, Size: 2048, Returned: true}, `recv(4, "", 2048) = 0`, `recv() = ""`},
		{Call{Name: "recv", FD: 4, Size: 10, Returned: true, Errno: "ENOTCONN"}, `recv(4, 10) = ENOTCONN`, `recv() = ENOTCONN`},
		{Call{Name: "shutdown", FD: 3, Option: "SHUT_WR", Returned: true}, "shutdown(3, SHUT_WR) = 0", "shutdown() = 0"},
		{Call{Name: "setsockopt", FD: 3, Option: "LINGER 0", Returned: true}, "setsockopt(3, LINGER 0) = 0", "setsockopt() = 0"},
		{Call{Name: "sleep", Pause: 75 * time.Millisecond}, "sleep(75ms)", ""},
		{Call{Name: "close", FD: 4, Returned: true}, "close(4) = 0", "close() = 0"},
	} {
		assert.Equal(t, test.text, test.call.String())
		if test.outcome != "" {
			assert.Equal(t, test.outcome, test.call.Outcome())
		}
		read, err := ParseCall(test.text)
		require.NoError(t, err, test.text)
		assert.Equal(t, test.call, read)
	}
}

func TestWhatIsNoCall(t *testing.T) {
	for _, text := range []string{"", "(", "connect", "connect(3", "connect(3, 70000)", "connect(3, 5000) = ", "bind(03, 5000)",
		"close(3, 4) = 0", "sleep(never)", `send(3, "a) = 1`, "accept(3) = 4", "close(4) = 0, port 3", "recv(3,,) = 0", "listen(3, 5)\x1b[31m",
		"close(3) = \x1b[31m", "shutdown(3, \x1b[31m) = 0", "format(3)"} {
		_, err := ParseCall(text)
		assert.Error(t, err, text)
	}
}

func FuzzParseCall(f *testing.F) {
	f.Add(`recv(4, "Hello", 2048) = 5`)
	f.Add("accept(3) = 4, port 46580")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := ParseCall(text); err == nil {
			assert.Equal(t, text, c.String())
		}
	})
}
