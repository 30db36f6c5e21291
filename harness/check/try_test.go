package check_test

import (
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/harness/check"
)

// What is shown by hand is the case that has failed, and not the first one.
func TestTryShowsTheCaseThatFailed(t *testing.T) {
	stage := check.Stage{Number: "04"}
	c := check.Check{Name: "cases", Try: "the first case", Run: func(t *check.T) {
		t.Listen()
		client, err := net.Dial("tcp", t.Addr())
		t.Must(err)
		defer client.Close()
		go io.Copy(io.Discard, client)
		conn := t.Accept()
		conn.Send("GET /right HTTP/1.0\r\n\r\n")
		t.Fold("1 of 2 is right")
		client, err = net.Dial("tcp", t.Addr())
		t.Must(err)
		defer client.Close()
		go io.Copy(io.Discard, client)
		conn = t.Accept()
		conn.Send("GET /it's\t100%\x00 HTTP/1.0\r\n\r\n")
		t.Fail("wrong")
	}}
	result := check.Runner{}.Run(t.Context(), stage, c)
	assert.Equal(t, `printf 'GET /it'\''s\011100%%\000 HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`, result.Try)
	// An echo's cases differ in who is connected and in how it leaves, too.
	result = check.Runner{}.Run(t.Context(), check.Stage{Number: "01"}, c)
	assert.Equal(t, "the first case", result.Try)
}
