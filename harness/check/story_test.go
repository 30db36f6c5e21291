package check_test

import (
	"fmt"
	"net"
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

func TestMain(m *testing.M) { checktest.Main(m) }

func TestCaretIsUnderTheFirstWrongByte(t *testing.T) {
	t.Parallel()
	checktest.Story(t, `
  1 connect
  2 → "abc"
  3 ← "abX"
         ^ wanted "c"
`, func(t *check.T) {
		c := t.Connect()
		c.Send("abc")
		c.Expect("abc")
	}, "-after", "3", "-say", "abX")
}

func TestAnEarlyEndSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	ask := func(t *check.T) {
		c := t.Connect()
		c.Send("a")
		c.Expect("abc")
	}
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← "ab"
  4 ← the program closed the connection
      ^ wanted "c"
`, ask, "-say", "ab")
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← the program reset the connection
      ^ wanted "abc"
`, ask, "-end", "reset")
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← "ab"
  4 ← nothing for 2s
      ^ wanted "c"
`, ask, "-say", "ab", "-end", "stay")
}

func TestGarbageBehindTheAnswerIsSeen(t *testing.T) {
	t.Parallel()
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← "a"
  4 ← "!"
       ^ wanted nothing more
`, func(t *check.T) {
		c := t.Connect()
		c.Send("a")
		c.Expect("a")
		c.ExpectClose()
	}, "-say", "a!")
}

func TestAProgramThatEndsIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	started := time.Now()
	result := checktest.Against(t, func(t *check.T) { t.Connect() }, "-say", `"`)
	assert.Equal(t, check.Failed, result.Outcome)
	assert.True(t, result.Unreachable)
	assert.Equal(t, "wanted it to run", result.Reason.String())
	assert.Equal(t, []lang.Text{lang.Verbatim("-say: invalid syntax")}, result.Stderr)
	assert.Less(t, time.Since(started), check.StartPatience)
}

// The hole of many testers: the program never listens, and the check speaks to
// whoever holds the port.
func TestSomebodyElsesServerIsNeverChecked(t *testing.T) {
	t.Parallel()
	stale, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer stale.Close()
	self := stagetest.Self()
	runner := check.Runner{Command: program.Command{Args: self.Args, Env: self.Env, Contract: true}, Addr: stale.Addr().String()}
	result := runner.Run(t.Context(), check.Stage{Number: "00"}, check.Check{Run: func(t *check.T) { t.Connect() }})
	assert.Equal(t, check.Failed, result.Outcome)
	assert.Contains(t, result.Reason.String(), "is taken before the program has started")
}

func TestNeedsSkipWhatCouldOnlyFailAgain(t *testing.T) {
	bad := func(t *check.T) { t.Fail("no") }
	good := func(*check.T) {}
	stage := check.Stage{Number: "00", Checks: []check.Check{
		{Name: "a", Run: bad},
		{Name: "b", Run: bad, Needs: []string{"a"}},
		{Name: "c", Run: bad, Needs: []string{"b"}},
		{Name: "d", Run: good},
	}}
	var said []string
	check.Runner{}.RunAll(t.Context(), stage, stage.Checks, func(r check.Result) {
		said = append(said, fmt.Sprint(r.Address(), " ", r.Outcome, " ", r.Reason))
	})
	assert.Equal(t, []string{
		"00/a fail no",
		"00/b skip first 00/a must pass",
		"00/c skip first 00/a must pass",
		"00/d pass ",
	}, said)
}
