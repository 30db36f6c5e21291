package check

import (
	"regexp"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// ExpectStdout waits until what the program prints on stdout matches pattern;
// wanted says the same in words.
func (t *T) ExpectStdout(pattern string, wanted lang.Text) {
	t.expectPrinted("stdout", pattern, wanted)
}

// ExpectStderr is ExpectStdout for stderr.
func (t *T) ExpectStderr(pattern string, wanted lang.Text) {
	t.expectPrinted("stderr", pattern, wanted)
}

func (t *T) expectPrinted(stream, pattern string, wanted lang.Text) {
	output := t.process.Stdout
	if stream == "stderr" {
		output = t.process.Stderr
	}
	expression := regexp.MustCompile(pattern)
	if t.Until(func() bool { return expression.MatchString(output.String()) }) {
		t.Note("%s has %s", stream, wanted)
		return
	}
	printed := strings.TrimRight(output.String(), "\n")
	t.Note("%s ends with %s", stream, Quote(printed[strings.LastIndex(printed, "\n")+1:]))
	t.Fail("wanted %s", wanted)
}

// ExpectText waits until what got returns is want. Otherwise it shows what it is at
// last, with a caret under the first wrong byte, within a sentence that says what it
// is: "printed: %s".
func (t *T) ExpectText(says lang.Format, got func() string, want string) {
	if t.Until(func() bool { return got() == want }) {
		return
	}
	t.Show(says, got()).Want(want, "wanted the end")
}

// Until waits until done says so, the program has ended, or Patience is over,
// and returns what done says last.
func (t *T) Until(done func() bool) bool { return t.until(t.patience(), done) }

func (t *T) until(limit time.Duration, done func() bool) bool {
	for looks, wait := 0, t.waitFor(limit); ; looks++ {
		pause := wait.next(program.Interval(looks))
		// Asked first: nothing is printed after the end.
		last := pause == 0 || t.ended() || t.ctx.Err() != nil
		if yes := done(); yes || last {
			return yes
		}
		time.Sleep(pause)
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

// ExpectNoStackTrace fails, with this as what was wrong, where the program prints a
// stack trace on stderr, or has printed one. It may come a little behind what caused
// it, from another thread.
func (t *T) ExpectNoStackTrace(format lang.Format) {
	const behind = 200 * time.Millisecond
	if t.until(behind, func() bool { return HasStackTrace(t.Stderr()) }) {
		t.Fail(format)
	}
}

// HasStackTrace reports whether printed looks like a stack trace of Python, Go, Node,
// Ruby, Java or C#, or like the panic of a thread in Rust.
func HasStackTrace(printed string) bool {
	for _, mark := range []string{"Traceback (most recent call last)", "goroutine ", "    at ", "\tat ", "\n   at ", "\tfrom ", "' panicked at "} {
		if strings.Contains(printed, mark) {
			return true
		}
	}
	return false
}
