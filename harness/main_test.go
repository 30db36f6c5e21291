package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/board"
	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/mistakes"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/stages"
	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) {
	mistakes.Main()
	// Most tests spend their time waiting: more of them at once than there are
	// processors cost nothing.
	if err := flag.Set("test.parallel", "12"); err != nil {
		panic(err)
	}
	stagetest.Main(m, main)
}

// harness runs the command with args and returns what it said, and its status.
func harness(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	cmd := stagetest.Self(args...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func TestBadUsageIsOneLineAndStatus2(t *testing.T) {
	for line, want := range map[string]string{
		"07":                       `there is no stage "07"; the stages are 01 to 06`,
		"01/nope":                  `stage 01 has no check "nope"; see: go run ./harness -list 01`,
		"-nope":                    "flag provided but not defined: -nope; see -h",
		"01 nowhere":               "nowhere is no folder; a command goes after --",
		"docs":                     "of which stage is the program in docs? For example: go run ./harness 04 docs",
		"01 -- ./server":           "which port does the command use? Put {port} or {addr} into it, or say -addr HOST:PORT if it is fixed",
		"01 --":                    "no command after --",
		"-- ./server {port}":       "name the stage of the program: go run ./harness 01 …",
		"-addr 5000 01":            "-addr 5000: wanted HOST:PORT, such as 127.0.0.1:5000",
		"-patience -1s 01":         "-patience -1s: wanted a time above 0, such as 10s",
		"-addr 127.0.0.1:99999 01": "-addr 127.0.0.1:99999: a port is a number from 1 to 65535",
		"01 . more":                `"more" is too much: at most STAGE and one program; see -h`,
		"-article 01/restart":      "01/restart is beyond the article's level: leave -article out",
		"wrong 01/nope":            `there is no wrong program "01/nope"; go run ./harness wrong lists them`,
		"start 01":                 string(wantedByStart),
	} {
		stdout, stderr, status := harness(t, strings.Fields(line)...)
		assert.Equal(t, 2, status, line)
		assert.Equal(t, "harness: "+want+"\n", stderr)
		assert.Empty(t, stdout)
	}
}

func TestHelpShowsExamples(t *testing.T) {
	stdout, stderr, status := harness(t, "01", "-h")
	assert.Zero(t, status)
	assert.Empty(t, stderr)
	assert.Contains(t, stdout, "go run ./harness 01 -- node server.js {port}")
}

func TestListHonoursStageAndLevel(t *testing.T) {
	all, _, _ := harness(t, "02", "-list")
	article, _, _ := harness(t, "-list", "-article", "02-echo-client/")
	assert.Contains(t, all, "02/hang-up")
	assert.NotContains(t, article, "02/hang-up")
	assert.Contains(t, article, "02/pieces")
	assert.NotContains(t, all, "01/")
}

func TestCompileErrorsAreTheCompilersOwn(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module mine\n\ngo 1.25\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() { x := 1 }\n"), 0o644))
	stdout, _, status := harness(t, "01", dir)
	assert.Equal(t, 1, status)
	assert.Contains(t, stdout, "./main.go:3:15: declared and not used: x\n")
}

func TestAgainRepeatsTheCommand(t *testing.T) {
	stdout, _, status := harness(t, "01/echo", "--", "go", "no such command", "{port}")
	assert.Equal(t, 1, status)
	assert.Contains(t, stdout, "✗ 01/echo — what is sent comes back\n")
	assert.Contains(t, stdout, "\n  again go run ./harness 01/echo -- go 'no such command' {port}\n")
	stdout, _, _ = harness(t, "-patience", "3s", "01/echo", "--", "./no-such-program", "{port}")
	assert.Contains(t, stdout, "\n  again go run ./harness -patience 3s 01/echo -- ./no-such-program {port}\n")
}

// The check's hint would be about a program that never ran.
func TestAProgramThatDoesNotStartGetsNoHint(t *testing.T) {
	stdout, _, status := harness(t, "01/echo", "--", "./no-such-program", "{port}")
	assert.Equal(t, 1, status)
	assert.Contains(t, stdout, "  ✗ start ./no-such-program: ")
	assert.NotContains(t, stdout, "  hint")
	assert.NotContains(t, stdout, "  try")
}

func TestJSONIsOneLineForEachCheck(t *testing.T) {
	stdout, _, status := harness(t, "-json", "01", "--", "go", "nonsense", "{port}")
	assert.Equal(t, 1, status)
	var outcomes []string
	for text := range strings.Lines(stdout) {
		var l line
		require.NoError(t, json.Unmarshal([]byte(text), &l))
		outcomes = append(outcomes, l.Check+" "+l.Outcome)
	}
	assert.Equal(t, "01/accept fail", outcomes[0])
	assert.Equal(t, "01/echo skip", outcomes[1])
}

func TestOutputIsPlainWithoutATerminal(t *testing.T) {
	stdout, _, _ := harness(t, "01/echo", "--", "go", "nonsense", "{port}")
	assert.NotContains(t, stdout, "\x1b")
}

func TestInterruptedItEndsAtOnceAndLeavesNothing(t *testing.T) {
	if _, err := exec.LookPath("sleep"); err != nil || runtime.GOOS == "windows" {
		t.Skip("no sleep to interrupt, or no signals")
	}
	cmd := stagetest.Self("01", "--", "sleep", "60", "{port}")
	var out program.Output
	var errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool { return out.String() != "" }, time.Minute, program.Poll)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	started := time.Now()
	require.Error(t, cmd.Wait())
	assert.Less(t, time.Since(started), check.StartPatience)
	assert.Equal(t, 130, cmd.ProcessState.ExitCode(), "as shells have it")
	assert.Regexp(t, "^harness: interrupted; (nothing is left running|the programs .*)\n$", errs.String())
}

// An answer cut short ends the run, and what it was about to start.
func TestWithoutAReaderItEndsAtOnce(t *testing.T) {
	read, write, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, read.Close())
	defer write.Close()
	cmd := stagetest.Self("01", "--", "sleep", "60", "{port}")
	var errs strings.Builder
	cmd.Stdout, cmd.Stderr = write, &errs
	started := time.Now()
	require.Error(t, cmd.Run())
	assert.Less(t, time.Since(started), check.StartPatience)
	assert.Equal(t, 1, cmd.ProcessState.ExitCode())
	assert.Contains(t, errs.String(), "harness: cannot write the answer: ")
}

// Each command that answers says so where its answer cannot be written.
func TestFullDiskIsAnError(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	for _, line := range []string{"-list", "-h", "wrong", "01/echo -- false {port}", "-json 01/echo -- false {port}"} {
		cmd := stagetest.Self(strings.Fields(line)...)
		var errs strings.Builder
		cmd.Stdout, cmd.Stderr = full, &errs
		require.Error(t, cmd.Run(), line)
		assert.Equal(t, 1, cmd.ProcessState.ExitCode(), line)
		assert.Regexp(t, "^harness: cannot write the answer: .*no space left on device\n$", errs.String(), line)
	}
}

// Compilers and temporary folders go with a build that is interrupted.
func TestInterruptedBuildLeavesNothing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("asks /proc who is left")
	}
	dir, temp := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module mine\n\ngo 1.25\n"), 0o644))
	big := "package main\n\nfunc main() {}\n" // new in each run, and slow to compile
	for i := range 6_000 {
		big += fmt.Sprintf("func f%d(a, b int) int { return a*%d + b }\n", i, time.Now().UnixNano()+int64(i))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(big), 0o644))
	cmd := stagetest.Self("01", dir)
	cmd.Env = append(cmd.Env, "TMPDIR="+temp)
	require.NoError(t, cmd.Start())
	compiling := func() bool {
		found, _ := filepath.Glob(filepath.Join(temp, "harness-bin-*", "go-build*", "*"))
		return len(found) > 0
	}
	require.Eventually(t, compiling, time.Minute, program.Poll)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	require.Error(t, cmd.Wait())
	assert.Equal(t, 130, cmd.ProcessState.ExitCode())
	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	assert.Empty(t, left)
}

// The client has gone when the rest of the answer is sent to it: SIGPIPE, which
// must not pass for a reader that has left.
func TestAClientThatHasGoneDoesNotEndTheRun(t *testing.T) {
	stdout, stderr, status := harness(t, "wrong", "02/one-recv")
	assert.Empty(t, stderr)
	assert.Contains(t, stdout, "✗ 02/pieces ")
	assert.Contains(t, stdout, " checks pass")
	assert.Equal(t, 1, status)
}

func TestShellQuoted(t *testing.T) {
	for word, want := range map[string]string{
		"plain": "plain", "{port}": "{port}", "": "''", "a b": "'a b'", "it's": `'it'\''s'`, "$HOME": "'$HOME'",
	} {
		assert.Equal(t, want, shellQuoted(word))
	}
}

func TestChangedNamesTheFile(t *testing.T) {
	o := options{dir: t.TempDir()}
	file := filepath.Join(o.dir, "main.go")
	require.NoError(t, os.WriteFile(file, []byte("package main"), 0o644))
	before := o.saved()
	assert.Empty(t, changed(before, o.saved()))
	require.NoError(t, os.WriteFile(file, []byte("package main // more"), 0o644))
	assert.Equal(t, []string{file}, changed(before, o.saved()))
	require.NoError(t, os.Remove(file))
	assert.Equal(t, []string{file}, changed(before, o.saved()))
}

// A server that writes a log beside itself does not set off run after run, and a
// save in mid-run is not missed.
func TestWatchTellsASaveFromALog(t *testing.T) {
	o := options{dir: t.TempDir()}
	source, log := filepath.Join(o.dir, "server.py"), filepath.Join(o.dir, "server.log")
	lines := ""
	write := func(name string) {
		lines += "a line\n"
		require.NoError(t, os.WriteFile(name, []byte(lines), 0o644))
	}
	write(source)
	c := changes{o: o, written: map[string]bool{}}
	run := func(writes ...string) (noisy []string) {
		c.begin()
		for _, name := range writes {
			write(name)
		}
		return c.end()
	}

	assert.Empty(t, run(log))
	assert.Equal(t, log, c.next(), "it may have been saved")
	assert.Equal(t, []string{log}, run(log), "twice is the program's")
	assert.Empty(t, c.next())
	assert.Empty(t, run(log, source))
	assert.Equal(t, source, c.next(), "saved while the checks ran")
	assert.Empty(t, run(log))
	assert.Empty(t, c.next())
	write(log)
	assert.Equal(t, log, c.next(), "no program runs now")
}

// With -report the board hears how far a run came, in a second or two; that it has
// gone is said, and is no failure of the program.
func TestReportReachesTheBoard(t *testing.T) {
	b, err := board.Open("")
	require.NoError(t, err)
	server := httptest.NewServer(b.Handler())
	defer server.Close()
	args := []string{"-as", "Ann", "-report", server.URL, "01", "--", "go", "nonsense", "{port}"}
	_, stderr, _ := harness(t, args...)
	assert.Empty(t, stderr)
	answer, err := http.Get(server.URL + "/people")
	require.NoError(t, err)
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.Contains(t, string(page), "<bdi>Ann</bdi>")
	assert.Contains(t, string(page), "01/accept")
	assert.Contains(t, string(page), "0 of "+strconv.Itoa(len(stages.All()[0].Checks)))

	server.Close()
	_, stderr, _ = harness(t, args...)
	assert.Contains(t, stderr, "harness: the board was not told: ")
}

// The first failure is told in full, and what follows in a line each.
func TestOneThingAtATime(t *testing.T) {
	var out strings.Builder
	p := &printer{out: &out}
	stage := stages.All()[0]
	tell := newTally(stage)
	for i, outcome := range []check.Outcome{check.Passed, check.Failed, check.Passed, check.Passed, check.Failed, check.Skipped, check.Skipped} {
		r := check.Result{Stage: stage, Check: check.Check{Name: strconv.Itoa(i), Title: "title", Why: "a reason", Level: check.Article}, Outcome: outcome}
		if outcome == check.Skipped {
			r.Blocked, r.Reason = true, lang.Say("first 01/1 must pass")
		}
		tell.add(r)
		p.result(r)
	}
	p.sum(tell)
	assert.Equal(t, `✓ 01/0 — title
✗ 01/1 — title
  ✗ `+`
  why   a reason
  again go run ./harness 01/1
✓ 01/2 to 01/3 (2)
✗ 01/4 — title
– 01/5 to 01/6 (2) skipped: first 01/1 must pass
3 of 7 checks pass, 2 failed, 2 wait; begin with 01/1

`, out.String())
}
