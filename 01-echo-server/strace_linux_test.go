package main

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNarrationIsWhatStraceSees: the calls narrated are the calls made on
// sockets, in their order, with their arguments and results.
func TestNarrationIsWhatStraceSees(t *testing.T) {
	for _, mode := range []string{"blocking", "select"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			cmd := stagetest.Self("-mode", mode, "-port", "0", "-nodelay")
			record := stagetest.UnderStrace(t, cmd, "network,read,write,close,poll,ppoll,fcntl,?fcntl64")
			cmd.Env = append(cmd.Env, "GODEBUG=asyncpreemptoff=1") // no signals to Go's own threads
			s := startCommand(t, cmd)
			talkToBeTraced(t, s, mode)
			interruptChild(t, s)
			<-s.ended
			s.Wait()
			want := uncut(stagetest.SocketCalls(t, record))
			got := uncut(stagetest.NarratedCalls(s.said()))
			require.Greater(t, len(want), 25)
			assert.Equal(t, want, got)
		})
	}
}

// talkToBeTraced leads the server through every call that it makes.
func talkToBeTraced(t *testing.T, s *server, mode string) {
	first := dial(t, s)
	for _, message := range []string{"Hello", "\x001\x018\"\\\r\n\x7f你", strings.Repeat("a", 40), string(randomBytes(200))} {
		requireEcho(t, first, []byte(message))
	}
	second := dial(t, s)
	second.Write([]byte("second"))
	first.CloseWrite()
	_, err := first.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
	_, err = io.ReadFull(second, make([]byte, len("second")))
	require.NoError(t, err)
	second.SetLinger(0)
	second.Close()
	s.await(t, `Server Recv Error`)
	many := 40 // more than strace shows of a list
	if mode == "blocking" {
		many = 1 // the next ones would not be served
	}
	for range many {
		requireEcho(t, dial(t, s), []byte("one of many"))
	}
	// It waits again: every call until now is narrated.
	s.await(t, fmt.Sprintf(`(?s)(Server Send Data: one of many.*){%d}\(\) …\n$`, many))
}

// uncut leaves out the last call if the signal that ended the server let it
// return.
func uncut(calls []string) []string {
	if last := len(calls) - 1; last >= 0 && strings.Contains(calls[last], " EINTR ") {
		return calls[:last]
	}
	return calls
}
