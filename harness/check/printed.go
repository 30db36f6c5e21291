package check

import (
	"regexp"
	"time"

	"example.com/socket-tutorial/harness/program"
)

// ExpectStdout waits until what the program prints on stdout matches pattern;
// wanted says the same in words.
func (t *T) ExpectStdout(pattern, wanted string) { t.expectPrinted("stdout", pattern, wanted) }

// ExpectStderr is ExpectStdout for stderr.
func (t *T) ExpectStderr(pattern, wanted string) { t.expectPrinted("stderr", pattern, wanted) }

func (t *T) expectPrinted(stream, pattern, wanted string) {
	output := t.process.Stdout
	if stream == "stderr" {
		output = t.process.Stderr
	}
	expression := regexp.MustCompile(pattern)
	if t.Until(func() bool { return expression.MatchString(output.String()) }) {
		t.Note("%s has %s", stream, wanted)
		return
	}
	last := ""
	if lines := output.Tail(1); len(lines) > 0 {
		last = lines[len(lines)-1]
	}
	t.Note("%s ends with %s", stream, Quote(last))
	t.Fail("wanted %s", wanted)
}

// ExpectText waits until what got returns is want. Otherwise it shows what it is at
// last, with a caret under the first wrong byte; what says in words what it is.
func (t *T) ExpectText(what string, got func() string, want string) {
	if t.Until(func() bool { return got() == want }) {
		return
	}
	t.Show(what, got()).Want(want, "the end")
}

// Until waits until done says so, the program has ended, or Patience is over,
// and returns what done says last.
func (t *T) Until(done func() bool) bool {
	for deadline := time.Now().Add(t.patience()); ; time.Sleep(program.Poll) {
		// Asked first: nothing is printed after the end.
		last := t.ended() || t.ctx.Err() != nil || time.Now().After(deadline)
		if yes := done(); yes || last {
			return yes
		}
	}
}

func (t *T) ended() bool {
	select {
	case <-t.process.Done():
		return true
	default:
		return false
	}
}

// Stdout returns what the program has printed on stdout so far.
func (t *T) Stdout() string { return t.process.Stdout.String() }

// Stderr returns what the program has printed on stderr so far.
func (t *T) Stderr() string { return t.process.Stderr.String() }
