package check

import (
	"bytes"
	"io"

	"example.com/socket-tutorial/harness/lang"
)

// Received is a piece of what a connection has brought, or the program has
// printed, told as one step.
type Received struct {
	Data string

	t    *T
	step int
	says lang.Format // the step has Data within this sentence; empty: nothing else
}

// Show records data as a step, within a sentence that says what it is: "printed: %s".
func (t *T) Show(says lang.Format, data string) Received {
	text, _ := excerpt(data, 0)
	t.step(Step{Text: lang.Say(says, text), Shown: text})
	return Received{Data: data, t: t, step: len(t.steps) - 1, says: says}
}

// received records data as a step. With more it is told as a part of the step
// before.
func (c *Conn) received(data string, more bool) Received {
	text, _ := excerpt(data, 0)
	c.t.step(Step{Conn: c.number, Arrow: "←", Text: text, More: more})
	return Received{Data: data, t: c.t, step: len(c.t.steps) - 1}
}

// Fail ends the check with a caret under the byte of Data at offset.
func (r Received) Fail(offset int, format lang.Format, args ...any) {
	text, column := excerpt(r.Data, min(offset, len(r.Data)))
	step := &r.t.steps[r.step]
	step.Text, step.Shown = text, text
	if r.says != "" {
		step.Text = lang.Say(r.says, text)
	}
	r.t.failStep(r.step, column, format, args...)
}

// Want ends the check with a caret under the first byte that is not as in want;
// end is said where there is more: "wanted the end".
func (r Received) Want(want string, end lang.Format) {
	wrong := firstWrong(r.Data, want)
	if wrong < len(want) {
		r.Fail(wrong, "wanted %s", beginning(want[wrong:]))
	}
	if wrong < len(r.Data) {
		r.Fail(wrong, end)
	}
}

// Reader takes a connection's bytes for a package that knows their protocol, as
// stages/http1 does. What it takes is no step until it is told.
type Reader struct{ c *Conn }

// Reader returns a Reader of c.
func (c *Conn) Reader() Reader { return Reader{c} }

// Until returns what arrives up to and including mark, at most limit bytes. Where
// the stream ends before, or nothing comes for Patience, it returns what has
// come, and an error.
func (r Reader) Until(mark string, limit int) (string, error) {
	c := r.c
	for {
		if at := bytes.Index(c.ahead, []byte(mark)); at >= 0 {
			return c.take(at + len(mark)), nil
		}
		if len(c.ahead) > limit {
			return c.take(limit), nil
		}
		if err := c.await(); err != nil {
			return c.take(len(c.ahead)), err
		}
	}
}

// Next returns the next n bytes, or what has come of them and an error.
func (r Reader) Next(n int) (string, error) {
	for len(r.c.ahead) < n {
		if err := r.c.await(); err != nil {
			return r.c.take(len(r.c.ahead)), err
		}
	}
	return r.c.take(n), nil
}

// All returns what arrives up to the end of the stream, at most limit bytes. A
// reset or silence is an error.
func (r Reader) All(limit int) (string, error) {
	for len(r.c.ahead) < limit {
		if err := r.c.await(); err == io.EOF {
			break
		} else if err != nil {
			return r.c.take(len(r.c.ahead)), err
		}
	}
	return r.c.take(len(r.c.ahead)), nil
}

// Tell records data as a step; with more, as a part of the step before.
func (r Reader) Tell(data string, more bool) Received { return r.c.received(data, more) }

// Fail records err as what came in place of more bytes, and ends the check.
func (r Reader) Fail(err error, format lang.Format, args ...any) {
	r.c.step("←", r.c.plain(err))
	r.c.t.Fail(format, args...)
}

// FailUnclosed is Fail where the end of the stream was wanted, and err came.
func (r Reader) FailUnclosed(err error) { r.c.failUnclosed(err) }
