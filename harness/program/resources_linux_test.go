package program

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestProcessorTellsWhoRunsAndWhoWaits(t *testing.T) {
	if _, err := os.Stat("/proc/self/schedstat"); err != nil {
		t.Skip(err)
	}
	running, err := Start(t.Context(), shell(t, `while :; do :; done`), Place{})
	require.NoError(t, err)
	defer running.Stop()
	sleeping, err := Start(t.Context(), shell(t, `sleep 60 & wait`), Place{})
	require.NoError(t, err)
	defer sleeping.Stop()
	const much = 50 * time.Millisecond
	require.Eventually(t, func() bool { had, waited := running.Processor(); return had+waited > much }, 10*time.Second, Poll)
	had, _ := sleeping.Processor()
	assert.Less(t, had, much)
}

func TestDescriptorsCountsFilesAndTheRest(t *testing.T) {
	p, err := Start(t.Context(), shell(t, `exec 3</ 4</dev/null; echo; exec sleep 60`), Place{})
	require.NoError(t, err)
	defer p.Stop()
	require.Eventually(t, func() bool { return p.Stdout.String() != "" }, 10*time.Second, Poll)
	all, files, known := p.Descriptors()
	assert.True(t, known)
	assert.GreaterOrEqual(t, files, 3, "/, /dev/null, and stdin, which is /dev/null")
	assert.GreaterOrEqual(t, all, files+2, "stdout and stderr are pipes")
}

func TestEndingIsSeen(t *testing.T) {
	p, err := Start(t.Context(), shell(t, `read line`), Place{})
	require.NoError(t, err)
	<-p.Done()
	assert.True(t, p.Ending())
	lives, err := Start(t.Context(), shell(t, `exec sleep 60`), Place{})
	require.NoError(t, err)
	defer lives.Stop()
	assert.False(t, lives.Ending())
}

func TestZombiesAreThoseThatNobodyHasWaitedFor(t *testing.T) {
	// What becomes of the shell after exec does not know of the child.
	careless, err := Start(t.Context(), shell(t, `: & exec sleep 60`), Place{})
	require.NoError(t, err)
	defer careless.Stop()
	careful, err := Start(t.Context(), shell(t, `: & wait; echo; exec sleep 60`), Place{})
	require.NoError(t, err)
	defer careful.Stop()
	require.Eventually(t, func() bool { return careful.Stdout.String() != "" && careless.Zombies() == 1 }, 10*time.Second, Poll)
	assert.Zero(t, careful.Zombies())
}
