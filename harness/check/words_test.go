package check_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/check/checktest"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/stagetest"
)

func ask(t *check.T) *check.Conn {
	c := t.Connect()
	c.Send("a")
	return c
}

func TestWhoIsToStayMayNotClose(t *testing.T) {
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← the program closed the connection
      ^ wanted the connection to stay open
`, func(t *check.T) { ask(t).ExpectOpen(time.Second) })
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← FIN
  4 the program has ended: exit status 3
    ^ wanted it to wait
`, func(t *check.T) { ask(t).ExpectWaiting(10 * time.Second) }, "-end", "exit")
}

func TestExitStatusIsWanted(t *testing.T) {
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 the program has ended: exit status 3
    ^ wanted exit status 0
`, func(t *check.T) { ask(t); t.ExpectExit(0) }, "-end", "exit")
}

func TestWhatIsPrintedIsAwaited(t *testing.T) {
	t.Parallel()
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 stdout has a line "ready"
`, func(t *check.T) { ask(t); t.ExpectStdout("(?m)^ready$", lang.Verbatim(`a line "ready"`)) })
}

func TestAProgramThatWaitsIsIdleAndKeepsNoDescriptor(t *testing.T) {
	t.Parallel()
	if !program.KnowsResources {
		t.Skip("this system does not tell what a program uses")
	}
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← close
  4 nobody is there: it waits
  5 the client has gone, and their descriptors are closed
`, func(t *check.T) {
		c := t.Connect()
		before := t.Descriptors()
		c.Send("a")
		c.ExpectClose()
		t.ExpectIdle("nobody is there")
		t.ExpectDescriptors(before, "the client has gone")
	})
}

// What is seen of a program that was killed because time is over is no fault of its.
func TestACheckThatIsStoppedBlamesNobody(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	self := stagetest.Self()
	runner := check.Runner{Command: program.Command{Args: self.Args, Env: self.Env[len(self.Env)-1:], Contract: true}}
	result := runner.Run(ctx, check.Stage{Number: "00", Args: []string{"-port", "{port}", "-after", "2"}}, check.Check{Run: func(t *check.T) {
		c := ask(t)
		cancel()
		c.Expect("b")
	}})
	require.Equal(t, check.Failed, result.Outcome)
	assert.Equal(t, "the check was stopped: context canceled", result.Reason.String())
}
