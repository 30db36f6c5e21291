package timeline

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestQueuesAreReadBack(t *testing.T) {
	for text, queues := range map[string]Queues{
		"receive 0, send 0":                 {},
		"receive 19, send 5":                {Receive: 19, Send: 5},
		"receive 0, send 1, accept 0 of 5":  {Send: 1, Listens: true, Backlog: 5},
		"receive 0, send 0, accept 2 of 1":  {Listens: true, Accept: 2, Backlog: 1},
		"receive 0, send 0, accept 0 of 0":  {Listens: true},
		"receive 7, send 0, accept 12 of 4": {Receive: 7, Listens: true, Accept: 12, Backlog: 4},
	} {
		assert.Equal(t, text, queues.String())
		read, err := ParseQueues(text)
		require.NoError(t, err, text)
		assert.Equal(t, queues, read)
	}
	for _, text := range []string{"", "receive 1", "receive 01, send 0", "receive 1, send 0, accept 1", "receive 1, send 0\x1b[31m"} {
		_, err := ParseQueues(text)
		assert.Error(t, err, text)
	}
}
