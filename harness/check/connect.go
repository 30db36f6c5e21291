package check

import (
	"context"
	"net"
	"slices"
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// Connect opens a connection to the program; the first one starts it. There is
// no probe beforehand: a server that can serve but one client must not
// spend it on us, and a probe would show up in its output.
func (t *T) Connect() *Conn {
	t.unreachable = len(t.conns) == 0 // until there is a connection
	if t.process == nil {
		t.awaitFree()
		t.start(nil)
	}
	t.notEnding()
	var since *wait
	for looks, deadline := 0, time.Now().Add(t.startPatience()); ; looks++ {
		conn, err := net.DialTimeout("tcp", t.Addr(), t.patience())
		if err == nil && !itself(conn) {
			return t.adopt(conn.(*net.TCPConn), lang.Say("connect"))
		}
		t.enoughFiles(err)
		t.giveUp(deadline, t.unreached())
		if looks >= 16 && looks%8 == 0 { // it costs more to look than to connect
			t.notElsewhere(&since)
		}
		time.Sleep(program.Interval(looks))
	}
}

// notEnding ends the check where the program has ended, or is about to. Told before
// the next connection, that stands behind the request which has caused it.
func (t *T) notEnding() {
	if !t.process.Ending() {
		return
	}
	<-t.process.Done()
	t.giveUp(time.Now(), lang.Text{})
}

// awaitFree waits until the program can bind its port, unless a check about
// just that has left the port as it is.
func (t *T) awaitFree() {
	if t.restarted {
		return
	}
	t.Must(program.AwaitFree(t.ctx, t.Addr(), t.patience()))
}

// itself reports, and closes, a connection that the kernel has made from a
// port to the same port, which can happen where nobody listens on it.
func itself(conn net.Conn) bool {
	if conn.LocalAddr().String() != conn.RemoteAddr().String() {
		return false
	}
	conn.Close()
	return true
}

// giveUp ends the check if the program has exited, the run was interrupted or
// the deadline has passed.
func (t *T) giveUp(deadline time.Time, why lang.Text) {
	t.notStopped()
	t.running()
	if time.Now().After(deadline) {
		t.end(Failed, why)
	}
}

// notStopped ends the check if it has been stopped: the program has been killed, and
// what is seen of that is no fault of its.
func (t *T) notStopped() {
	if t.ctx.Err() != nil {
		t.stop("the check was stopped: %v", context.Cause(t.ctx))
	}
}

// start starts the program with the words that this check has for it.
func (t *T) start(words []string) {
	t.notStarted = true
	for tries := 5; t.listener == nil && !program.Refused(t.Addr()); tries-- {
		if fixed := t.runner.Addr != "" || t.restarted; fixed || tries == 0 || t.choosePort() != nil {
			t.stop("somebody else accepts connections at %s: stop that program first", t.Addr())
		}
	}
	words = slices.Concat(t.flags(), words)
	command := t.runner.Command
	command.Env = slices.Concat(command.Env, t.check.Env)
	process, err := program.Start(t.ctx, command, t.place, t.place.Fill(words)...)
	t.enoughFiles(err)
	t.Must(err)
	t.process, t.notStarted = process, false
}

// flags returns what the contract adds to the command for this check. A command
// of another shape has placeholders in their places; it skips the check where
// one that the check depends on is missing.
func (t *T) flags() []string {
	c := t.check
	if t.runner.Command.Contract {
		words := slices.Concat(t.stage.Args, c.Flags)
		if c.Protocol != "" {
			words = append(words, "-protocol", c.Protocol)
		}
		if c.Message != "" {
			words = append(words, "-message", c.Message)
		}
		return words
	}
	if c.Protocol != "" && !t.runner.Command.Mentions("{protocol}") {
		t.Skip("the check is about %s: put {protocol} where the command can be told so", c.Protocol)
	}
	if c.Message != "" && !t.runner.Command.Mentions("{message}") {
		t.Skip("the check is about another message than Hello: put {message} where the command can be told so")
	}
	return nil
}

// Listen makes the harness a server at the address that the program will call.
// That the port can be bound has been tried, by a listener of which a program
// that is being started meanwhile has a copy until its exec: so it tries again.
func (t *T) Listen() {
	for looks, deadline := 0, time.Now().Add(t.patience()); ; looks++ {
		listener, err := net.Listen("tcp", t.Addr())
		if err == nil {
			t.listener = listener.(*net.TCPListener)
			break
		}
		if time.Now().After(deadline) {
			t.Must(err)
		}
		time.Sleep(program.Interval(looks))
	}
	t.Note("listen")
}

// Start starts a program that is a client; it is given the address of Listen,
// or, where there was none, one that refuses connections.
func (t *T) Start() { t.start(nil) }

// Accept waits for the program to connect to Listen.
func (t *T) Accept() *Conn {
	for deadline := time.Now().Add(t.startPatience()); ; {
		t.listener.SetDeadline(time.Now().Add(program.Poll))
		conn, err := t.listener.AcceptTCP()
		if err == nil {
			return t.adopt(conn, lang.Say("accept"))
		}
		t.giveUp(deadline, lang.Say("the program has not connected within %v", t.startPatience()))
	}
}

func (t *T) adopt(conn *net.TCPConn, how lang.Text) *Conn {
	c := &Conn{t: t, tcp: conn, number: len(t.conns) - t.folded + 1}
	t.conns = append(t.conns, c)
	t.unreachable = false
	c.step("", how)
	return c
}

// Run starts the program with words behind its own, waits until it ends by
// itself, and returns its exit status. What it printed is in Stdout and Stderr.
func (t *T) Run(words ...string) int {
	t.start(words)
	return t.exit()
}

// ExpectExit waits for the end of the program and wants this exit status.
func (t *T) ExpectExit(want int) {
	if got := t.exit(); got != want {
		t.Fail("wanted exit status %d", want)
	}
}

// exit waits until the program ends by itself and returns its exit status.
func (t *T) exit() int {
	limit := t.startPatience() // it may be slow to start, or may have much to end
	if len(t.conns) > 0 && !t.interrupted {
		limit = t.patience()
	}
	if !t.until(limit, t.ended) {
		t.Note("the program still runs after %v", limit)
		t.Fail("wanted it to end by itself")
	}
	status, words := t.process.Status()
	t.Note("the program has ended: %s", words)
	return status
}

// Interrupt asks the program to end as Ctrl-C does.
func (t *T) Interrupt() {
	if err := t.process.Interrupt(); err != nil {
		t.Skip("cannot send Ctrl-C: %v", err)
	}
	t.interrupted = true
	t.Note("Ctrl-C")
}

// Restart kills the program while c is connected, closes c, and leaves it to
// the next Connect to start the program again on the same port. The program's
// side has closed first, so its address is in TIME_WAIT then. It skips the
// check where the port is fixed: what follows would find it taken for a minute.
func (t *T) Restart(c *Conn) {
	if t.runner.Addr != "" {
		t.Skip("the port is fixed, and would be taken for a minute")
	}
	t.process.Stop()
	t.process, t.restarted = nil, true
	c.end(c.await)
	c.tcp.Close()
	t.Note("the program is killed, and started again on the same port")
}
