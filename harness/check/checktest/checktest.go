// Package checktest holds checks against a program that does what it is told.
package checktest

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/report"
	"example.com/socket-tutorial/harness/stagetest"
)

// Main is the body of a TestMain: see stagetest.Main.
func Main(m *testing.M) { stagetest.Main(m, scripted) }

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

// Against runs a check against the scripted program.
func Against(t *testing.T, run func(*check.T), flags ...string) check.Result {
	t.Helper()
	self := stagetest.Self()
	command := program.Command{Args: self.Args, Env: self.Env[len(self.Env)-1:], Contract: true}
	stage := check.Stage{Number: "00", Args: []string{"-port", "{port}"}}
	c := check.Check{Name: "story", Title: "a story", Why: "because", Hint: "look", Flags: flags, Run: run}
	return check.Runner{Command: command, Seed: 1}.Run(t.Context(), stage, c)
}

// Story wants the steps of a check to read as these lines.
func Story(t *testing.T, want string, run func(*check.T), flags ...string) {
	t.Helper()
	result := Against(t, run, flags...)
	assert.Equal(t, want, "\n"+report.Story(result.Steps))
}
