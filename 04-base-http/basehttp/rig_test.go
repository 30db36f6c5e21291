package basehttp_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

// speed returns how many times faster slow clients and links are than in life, so
// that nobody has to wait for them.
func speed() time.Duration {
	if stagetest.Thorough() {
		return 1
	}
	return 4
}

// syncBuffer is a log that a test can read while the server writes it.
type syncBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// requireLine waits for a line with part in it.
func (b *syncBuffer) requireLine(t *testing.T, part string) {
	t.Helper()
	require.Eventually(t, func() bool { return strings.Contains(b.String(), part) },
		patience, 5*time.Millisecond, "no %q in the log", part)
}
