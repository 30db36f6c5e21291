package check

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"example.com/socket-tutorial/harness/program"
)

// T is one run of one check. Its methods end the check where they fail.
type T struct {
	ctx         context.Context
	runner      Runner
	stage       Stage
	check       Check
	random      *rand.Rand
	place       program.Place
	process     *program.Process
	listener    *net.TCPListener
	reservation io.Closer // of the program's port
	conns       []*Conn
	folded      int // connections that are told no more
	dir         string

	steps   []Step
	outcome Outcome
	reason  string

	unreachable bool // no connection has been made yet
	notStarted  bool // the program could not be started
	restarted   bool // the port is in TIME_WAIT, on purpose
}

// Fail ends the check as failed; the message says what was wrong in one line.
func (t *T) Fail(format string, args ...any) {
	t.outcome, t.reason = Failed, fmt.Sprintf(format, args...)
	panic(ended{})
}

// Skip ends the check as skipped; the message names what is missing.
func (t *T) Skip(format string, args ...any) {
	t.outcome, t.reason = Skipped, fmt.Sprintf(format, args...)
	panic(ended{})
}

// Contract reports whether the program takes the contract's flags, those of
// Check.Flags among them; a command given after -- does not.
func (t *T) Contract() bool { return t.runner.Command.Contract }

// Addr returns the HOST:PORT that the program serves or calls.
func (t *T) Addr() string { return t.place.Addr() }

// Dir returns an empty directory of this check, the one that the program is
// given if its stage gives one. What a check puts beside it vanishes with it.
func (t *T) Dir() string {
	if t.dir == "" {
		if err := t.makeDir(); err != nil {
			t.Fail("%v", err)
		}
	}
	return t.dir
}

func (t *T) makeDir() error {
	parent, err := os.MkdirTemp("", "harness-")
	if err != nil {
		return err
	}
	// macOS has its temporary directory behind a symbolic link.
	if parent, err = filepath.EvalSymlinks(parent); err != nil {
		return err
	}
	t.dir = filepath.Join(parent, "www")
	return os.Mkdir(t.dir, 0o755)
}

// File writes content to name, a slash-separated path beneath Dir, and
// records it. Its folders are made.
func (t *T) File(name, content string) {
	path := filepath.Join(t.Dir(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fail("%v", err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fail("%v", err)
	}
	text, _ := excerpt([]byte(content), 0)
	t.step(Step{Text: "file " + name + " holds " + text})
}

// Letters returns n random letters, so that no reply can be prepared.
func (t *T) Letters(n int) string {
	letters := make([]byte, n)
	for i := range letters {
		letters[i] = 'a' + byte(t.random.IntN(26))
	}
	return string(letters)
}

// Bytes returns n random bytes of every value.
func (t *T) Bytes(n int) string {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(t.random.Uint32())
	}
	return string(data)
}

// Note records words between the actions, for what they do not say.
func (t *T) Note(format string, args ...any) { t.step(Step{Text: fmt.Sprintf(format, args...)}) }

func (t *T) step(s Step) { t.steps = append(t.steps, s) }

// failAt ends the check with a caret under the last step.
func (t *T) failAt(column int, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	t.failStep(len(t.steps)-1, column, message)
}

// Point ends the check as failed with a caret under the last step.
func (t *T) Point(message string) { t.failAt(0, "%s", message) }

// Mismatch ends the check as failed if got is not want, with a caret under the
// first wrong byte; what says in words what got is.
func (t *T) Mismatch(what, got, want string) {
	wrong := firstWrong([]byte(got), []byte(want))
	if wrong == len(got) && wrong == len(want) {
		return
	}
	text, column := excerpt([]byte(got), wrong)
	t.step(Step{Text: what + " " + text})
	wanted := "the end"
	if wrong < len(want) {
		wanted = rest([]byte(want), wrong)
	}
	t.failAt(len([]rune(what))+1+column, "wanted %s", wanted)
}

func (t *T) failStep(index, column int, message string) {
	t.steps[index].Column, t.steps[index].Caret = column, message
	t.outcome, t.reason = Failed, message
	panic(ended{})
}

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
		t.step(Step{Text: stream + " has " + wanted})
		return
	}
	last := ""
	if lines := output.Tail(1); len(lines) > 0 {
		last = lines[len(lines)-1]
	}
	t.step(Step{Text: stream + " ends with " + quoted(last)})
	t.failAt(0, "wanted %s", wanted)
}

// Until waits until done says so, the program has ended, or Patience is over,
// and returns what done says last.
func (t *T) Until(done func() bool) bool {
	for deadline := time.Now().Add(Patience); ; time.Sleep(program.Poll) {
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
