package check_test

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) { stagetest.Main(m, scripted) }

// scripted is the program under check here: on each connection it waits for
// -after bytes, says -say (written as in Go) and ends as -end tells it.
func scripted() {
	port := flag.String("port", "", "")
	after := flag.Int("after", 1, "")
	say := flag.String("say", "", "")
	end := flag.String("end", "close", "close, reset, stay or exit")
	flag.Parse()
	text, err := strconv.Unquote(`"` + *say + `"`)
	if err != nil {
		fmt.Fprintln(os.Stderr, "-say:", err)
		os.Exit(4)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+*port)
	if err != nil {
		panic(err)
	}
	fmt.Println("ready")
	for {
		conn, err := listener.Accept()
		if err != nil {
			panic(err)
		}
		io.ReadFull(conn, make([]byte, *after))
		io.WriteString(conn, text)
		switch *end {
		case "exit":
			os.Exit(3)
		case "close":
			conn.Close()
		case "reset":
			conn.(*net.TCPConn).SetLinger(0)
			conn.Close()
		}
	}
}

// against runs a check against the scripted program.
func against(t *testing.T, run func(*check.T), flags ...string) check.Result {
	t.Helper()
	self := stagetest.Self()
	command := program.Command{Args: self.Args, Env: self.Env[len(self.Env)-1:], Contract: true}
	stage := check.Stage{Number: "00", Args: []string{"-port", "{port}"}}
	c := check.Check{Name: "story", Title: "a story", Why: "because", Hint: "look", Flags: flags, Run: run}
	return check.Runner{Command: command, Seed: 1}.Run(t.Context(), stage, c)
}

// story wants the steps of a check to read as these lines.
func story(t *testing.T, want string, run func(*check.T), flags ...string) {
	t.Helper()
	result := against(t, run, flags...)
	assert.Equal(t, want, "\n"+result.Story())
}

func TestCaretIsUnderTheFirstWrongByte(t *testing.T) {
	story(t, `
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
	ask := func(t *check.T) {
		c := t.Connect()
		c.Send("a")
		c.Expect("abc")
	}
	story(t, `
  1 connect
  2 → "a"
  3 ← "ab"
  4 ← the program closed the connection
      ^ wanted "c"
`, ask, "-say", "ab")
	story(t, `
  1 connect
  2 → "a"
  3 ← the program reset the connection
      ^ wanted "abc"
`, ask, "-end", "reset")
	story(t, `
  1 connect
  2 → "a"
  3 ← "ab"
  4 ← nothing for 5s
      ^ wanted "c"
`, ask, "-say", "ab", "-end", "stay")
}

func TestGarbageBehindTheAnswerIsSeen(t *testing.T) {
	story(t, `
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

func TestStatusIsPointedAt(t *testing.T) {
	result := against(t, func(t *check.T) {
		c := t.Connect()
		c.SendPieces("GET /ec", "ho HTTP/1.0\r\n\r\n")
		c.Response("GET").WantStatus(200)
	}, "-after", "7", "-say", `HTTP/1.0 400 Bad Request\r\nContent-Length: 2\r\n\r\nno`)
	assert.Equal(t, check.Failed, result.Outcome)
	assert.Equal(t, `✗ 00/story — a story
  1 connect
  2 → "GET /ec"   (5 ms pause)
  3 → "ho HTTP/1.0\r\n\r\n"
  4 ← "HTTP/1.0 400 Bad Request\r\n"
                ^ wanted 200
    ← "Content-Length: 2\r\n"
    ← "\r\n"
    ← "no"
  out   ready
  why   because
  hint  look
  again AGAIN
`, result.Report("AGAIN"))
}

func TestResponseBodies(t *testing.T) {
	for _, c := range []struct{ say, method, body string }{
		{`HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd`, "GET", "abc"},
		{`HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nX: y\r\n\r\n`, "GET", "abc"},
		{`HTTP/1.0 200\nA: b\n\nabc`, "GET", "abc"},
		{`HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n`, "HEAD", ""},
		{`HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n`, "GET", ""},
	} {
		result := against(t, func(t *check.T) {
			conn := t.Connect()
			conn.Send("x")
			conn.Response(c.method).WantBody(c.body)
		}, "-say", c.say)
		assert.Equal(t, check.Passed, result.Outcome, result.Story())
	}
}

func TestWrongResponses(t *testing.T) {
	for _, c := range []struct{ say, reason string }{
		{`hello`, "wanted a status line"},
		{`hello\r\n`, `wanted a status line, such as "HTTP/1.0 200 OK\r\n"`},
		{`HTTP/1.0 20 OK\r\n`, "wanted a status of three digits"},
		{`HTTP/1.0 200 OK\r\nA: b\r\n`, "wanted the rest of the header, up to an empty line"},
		{`HTTP/1.0 200 OK\r\nno field\r\n\r\n`, "wanted a header field, NAME: VALUE"},
		{`HTTP/1.0 200 OK\r\nContent-Length: x\r\n\r\n`, "wanted a number of bytes"},
		{`HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nabc`, "wanted 9 bytes of body, as Content-Length says; received 3"},
		{`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`, "wanted a chunk's size in hexadecimal digits"},
		{`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc`, `wanted "\r\n" behind the chunk`},
	} {
		result := against(t, func(t *check.T) {
			conn := t.Connect()
			conn.Send("x")
			conn.Response("GET")
		}, "-say", c.say)
		assert.Equal(t, c.reason, result.Reason, c.say)
	}
}

func TestAProgramThatEndsIsNotWaitedFor(t *testing.T) {
	started := time.Now()
	result := against(t, func(t *check.T) { t.Connect() }, "-say", `"`)
	assert.Equal(t, check.Failed, result.Outcome)
	assert.True(t, result.Unreachable)
	assert.Equal(t, "wanted it to run", result.Reason)
	assert.Equal(t, []string{"-say: invalid syntax"}, result.Stderr)
	assert.Less(t, time.Since(started), check.StartPatience)
}

// The hole of many testers: the program never listens, and the check speaks to
// whoever holds the port.
func TestSomebodyElsesServerIsNeverChecked(t *testing.T) {
	stale, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer stale.Close()
	self := stagetest.Self()
	runner := check.Runner{Command: program.Command{Args: self.Args, Env: self.Env, Contract: true}, Addr: stale.Addr().String()}
	result := runner.Run(t.Context(), check.Stage{Number: "00"}, check.Check{Run: func(t *check.T) { t.Connect() }})
	assert.Equal(t, check.Failed, result.Outcome)
	assert.Contains(t, result.Reason, "is taken before the program has started")
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
