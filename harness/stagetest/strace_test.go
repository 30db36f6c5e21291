package stagetest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A program that is ended while it waits leaves a call without a result, behind as
// many blanks as strace likes.
func TestACallThatNeverReturnedIsNone(t *testing.T) {
	record := filepath.Join(t.TempDir(), "strace")
	require.NoError(t, os.WriteFile(record, []byte(`7 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3
7 read(3, "Hello", 2048)                 = 5
7 read(3, 0xc0000b4000, 2048)            = ? ERESTARTSYS (To be restarted if SA_RESTART is set)
7 +++ killed by SIGKILL +++
`), 0o644))
	assert.Equal(t, []string{"socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3", `read(3, "Hello", 2048) = 5`}, SocketCalls(t, record))
}
