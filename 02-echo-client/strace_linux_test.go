package main

import (
	"bytes"
	"crypto/rand"
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNarrationIsWhatStraceSees: the calls narrated are the calls made on
// the socket, in their order, with their arguments and results.
func TestNarrationIsWhatStraceSees(t *testing.T) {
	message := make([]byte, 300)
	rand.Read(message)
	for name, port := range map[string]string{"echo": serve(t, echo), "refused": unusedPort(t)} {
		t.Run(name, func(t *testing.T) {
			cmd := stagetest.Self("-port", port, "-message", "-")
			record := stagetest.UnderStrace(t, cmd, "network,read,write,close")
			got := toEnd(t, bytes.NewReader(message), cmd)
			want := stagetest.SocketCalls(t, record)
			require.Regexp(t, `^connect\(`, want[1])
			assert.Equal(t, want, stagetest.NarratedCalls(got.stdout))
		})
	}
}
