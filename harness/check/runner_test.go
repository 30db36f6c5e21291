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

// Who gives each wait more time gives more to a program that tries another port first.
func TestElsewhereIsHalfOfAWait(t *testing.T) {
	assert.Equal(t, time.Second, (&T{}).elsewhere())
	assert.Equal(t, 5*time.Second, (&T{runner: Runner{Patience: 10 * time.Second}}).elsewhere())
}
