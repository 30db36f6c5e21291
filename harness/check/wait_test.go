package check

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/program"
)

func TestWaitEnds(t *testing.T) {
	started, looks := time.Now(), 0
	for wait := (&T{}).waitFor(100 * time.Millisecond); ; looks++ {
		d := wait.next(20 * time.Millisecond)
		if d == 0 {
			break
		}
		time.Sleep(d)
	}
	assert.GreaterOrEqual(t, time.Since(started), 100*time.Millisecond)
	assert.LessOrEqual(t, looks, 5)
}

// A machine that has stood still, here we ourselves, has not used patience up.
func TestWaitDoesNotCountAStandstill(t *testing.T) {
	wait := (&T{}).waitFor(time.Second)
	wait.next(20 * time.Millisecond)
	wait.since = wait.since.Add(-time.Minute)
	assert.Equal(t, 20*time.Millisecond, wait.next(20*time.Millisecond))
}

// A program that could not run has as much time more.
func TestWaitAddsWhatTheProgramWaitedForAProcessor(t *testing.T) {
	if !program.KnowsResources {
		t.Skip("this system does not tell for how long a program waits")
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("sh is not installed")
	}
	if _, err := os.Stat("/proc/self/schedstat"); err != nil {
		t.Skip(err)
	}
	moreThanProcessors := strings.Repeat("(while :; do :; done) & ", 2*runtime.NumCPU()) + "wait"
	process, err := program.Start(t.Context(), program.Command{Args: []string{sh, "-c", moreThanProcessors}}, program.Place{})
	require.NoError(t, err)
	defer process.Stop()
	wait := (&T{process: process}).waitFor(100 * time.Millisecond)
	for looks := 0; wait.added == 0 && looks < 1000; looks++ {
		time.Sleep(wait.next(20 * time.Millisecond))
	}
	assert.Greater(t, wait.added, unasked)
}
