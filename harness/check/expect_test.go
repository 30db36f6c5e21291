package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/check/checktest"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/stagetest"
)

func TestNothingMoreMayBeSilenceOrTheEnd(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"stay", "close", "reset"} {
		result := checktest.Against(t, func(t *check.T) {
			c := t.Connect()
			c.Send("a")
			c.Expect("b")
			c.ExpectNothing()
		}, "-say", "b", "-end", end)
		assert.Equal(t, check.Passed, result.Outcome, end)
	}
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← "b"
  4 ← "\n"
       ^ wanted nothing more
`, func(t *check.T) {
		c := t.Connect()
		c.Send("a")
		c.Expect("b")
		c.ExpectNothing()
	}, "-say", `b\n`)
}

func TestTheEndMayBeAReset(t *testing.T) {
	end := func(t *check.T) {
		c := t.Connect()
		c.Send("a")
		c.ExpectEnd()
	}
	assert.Equal(t, check.Passed, checktest.Against(t, end).Outcome)
	assert.Equal(t, check.Passed, checktest.Against(t, end, "-end", "reset").Outcome)
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← "b"
       ^ wanted nothing more
`, end, "-say", "b")
}

func TestRestIsAllThatComesBeforeTheEnd(t *testing.T) {
	for _, end := range []string{"close", "exit"} {
		result := checktest.Against(t, func(t *check.T) {
			c := t.Connect()
			c.Send("a")
			if got := c.Rest().Data; got != "bcd" {
				t.Fail("got %q", got)
			}
		}, "-say", "bcd", "-end", end)
		assert.Equal(t, check.Passed, result.Outcome, result.Reason.String())
	}
}

func TestFoldTellsWhatWasRightInOneLine(t *testing.T) {
	checktest.Story(t, `
  1 one request was answered
  2 connect
  3 → "a"
  4 ← "b"
       ^ wanted "c"
`, func(t *check.T) {
		first := t.Connect()
		first.Send("a")
		first.Expect("b")
		t.Fold("one request was answered")
		c := t.Connect()
		c.Send("a")
		c.Expect("c")
	}, "-say", "b")
}

func TestACommandThatCannotBeToldTheProtocolIsSkipped(t *testing.T) {
	command := program.Command{Args: stagetest.Self("-port", "{port}").Args, Env: []string{"SOCKET_TUTORIAL_RUN_AS_PROGRAM=1"}}
	c := check.Check{Name: "keep-alive", Protocol: "HTTP/1.1", Run: func(t *check.T) { t.Connect() }}
	result := check.Runner{Command: command}.Run(t.Context(), check.Stage{Number: "00"}, c)
	assert.Equal(t, check.Skipped, result.Outcome)
	assert.Contains(t, result.Reason.String(), "{protocol}")

	command.Args = append(command.Args, "-say", "{protocol}")
	c.Run = func(t *check.T) {
		conn := t.Connect()
		conn.Send("a")
		conn.Expect("HTTP/1.1")
	}
	assert.Equal(t, check.Passed, check.Runner{Command: command}.Run(t.Context(), check.Stage{Number: "00"}, c).Outcome)
}
