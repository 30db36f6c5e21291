package check

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Who may take longer for each wait may take as many times longer to start, and
// nobody less than the constant.
func TestStartPatience(t *testing.T) {
	for patience, want := range map[time.Duration]time.Duration{
		0: StartPatience, time.Second: StartPatience, Patience: StartPatience, 4 * Patience: 4 * StartPatience,
	} {
		assert.Equal(t, want, (&T{runner: Runner{Patience: patience}}).startPatience(), "%v", patience)
	}
}
