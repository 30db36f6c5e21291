package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/report"
	"example.com/socket-tutorial/harness/stages"
	"example.com/socket-tutorial/harness/stagetest"
)

// The checks are fair: the article's programs, in its Python 2, pass every check
// of the article's level, without SO_REUSEADDR. Those of 01 and 02 that a reader
// is to run are in Python 3, in the folders plain of the stages, whose tests hold
// them to the same; print and text are not the same in the two Pythons.
func TestArticlesProgramsPassTheArticlesLevel(t *testing.T) {
	t.Parallel()
	python := python2(t)
	for stage, script := range map[string]string{"01": "server.py", "02": "client.py", "06": "hello.py"} {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			passesArticle(t, stage, stagetest.FixedPort(t, python, filepath.Join("testdata", "article", script)))
		})
	}
}

// The article serves files with python -m SimpleHTTPServer, which listens on
// every interface; this is the same on the loopback alone.
const simpleHTTPServer = `
import sys, BaseHTTPServer, SimpleHTTPServer
BaseHTTPServer.HTTPServer((sys.argv[1], int(sys.argv[2])), SimpleHTTPServer.SimpleHTTPRequestHandler).serve_forever()
`

func TestPythonsFileServersPassTheArticlesLevel(t *testing.T) {
	t.Parallel()
	t.Run("2", func(t *testing.T) {
		t.Parallel()
		words := []string{python2(t), "-c", simpleHTTPServer, "{host}", "{port}"}
		passesArticle(t, "05", check.Runner{Command: program.Command{Args: words}})
	})
	t.Run("3", func(t *testing.T) {
		t.Parallel()
		words := []string{installed(t, "python3"), "-m", "http.server", "--bind", "{host}", "{port}"}
		passesArticle(t, "05", check.Runner{Command: program.Command{Args: words}})
	})
}

func passesArticle(t *testing.T, number string, runner check.Runner) {
	passes(t, number, runner, func(c check.Check) bool { return c.Level == check.Article })
}

// passes wants each check of the stage passed that held says.
func passes(t *testing.T, number string, runner check.Runner, held func(check.Check) bool) {
	stage, found := stages.Find(number)
	require.True(t, found)
	var checks []check.Check
	for _, c := range stage.Checks {
		if held(c) {
			checks = append(checks, c)
		}
	}
	if runner.Addr == "" {
		runner.Side = 4
	}
	runner.Patience = check.StartPatience // the first answer of an interpreter may take seconds on a busy machine
	passed := 0
	runner.RunAll(t.Context(), stage, checks, func(r check.Result) {
		switch {
		case r.Outcome == check.Failed:
			t.Error("\n" + r.Reason.String() + "\n" + report.Failure(r, ""))
		case r.Outcome == check.Passed:
			passed++
		case r.Blocked:
			t.Log(r.Address(), r.Reason)
		}
	})
	require.Positive(t, passed)
}

// python2 returns a Python 2: the one that $PYTHON2 names, or one on PATH.
func python2(t *testing.T) string {
	for _, name := range []string{os.Getenv("PYTHON2"), "python2.7", "python2"} {
		// A shim on PATH may stand for a version that is not there.
		if path, err := exec.LookPath(name); err == nil && exec.Command(path, "-c", "print 2").Run() == nil {
			return path
		}
	}
	t.Skip("no Python 2: neither $PYTHON2 nor python2.7 is one")
	return ""
}
