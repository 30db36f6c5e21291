package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// events of a package with a test that passes, one that is skipped, and one
// that fails in a subtest.
const events = `{"Action":"start","Package":"example.com/socket-tutorial/harness"}
{"Action":"run","Package":"example.com/socket-tutorial/harness","Test":"TestGood"}
{"Action":"output","Package":"example.com/socket-tutorial/harness","Test":"TestGood","Output":"    a_test.go:1: nobody wants to read this\n"}
{"Action":"pass","Package":"example.com/socket-tutorial/harness","Test":"TestGood"}
{"Action":"run","Package":"example.com/socket-tutorial/harness","Test":"TestNoTool"}
{"Action":"output","Package":"example.com/socket-tutorial/harness","Test":"TestNoTool","Output":"=== RUN   TestNoTool\n"}
{"Action":"output","Package":"example.com/socket-tutorial/harness","Test":"TestNoTool","Output":"    a_test.go:9: strace is not installed\n"}
{"Action":"skip","Package":"example.com/socket-tutorial/harness","Test":"TestNoTool"}
{"Action":"run","Package":"example.com/socket-tutorial/harness","Test":"TestBad"}
{"Action":"run","Package":"example.com/socket-tutorial/harness","Test":"TestBad/one"}
{"Action":"output","Package":"example.com/socket-tutorial/harness","Test":"TestBad/one","Output":"    a_test.go:20: SAID\n"}
{"Action":"fail","Package":"example.com/socket-tutorial/harness","Test":"TestBad/one"}
{"Action":"fail","Package":"example.com/socket-tutorial/harness","Test":"TestBad"}
{"Action":"output","Package":"example.com/socket-tutorial/harness","Output":"FAIL\texample.com/socket-tutorial/harness\t0.1s\n"}
{"Action":"fail","Package":"example.com/socket-tutorial/harness"}
`

// judged runs judge over text. The tests that it repeats end with second, and
// are returned.
func judged(t *testing.T, text string, second run, flaky, unable string) (tally, []string) {
	t.Helper()
	r := readEvents(strings.NewReader(text), &bytes.Buffer{})
	r.failed = true
	var repeated []string
	again := func(flags []string, packages ...string) (run, error) {
		repeated = append(repeated, strings.Join(append(flags, packages...), " "))
		return second, nil
	}
	return judge(&bytes.Buffer{}, r, list(t, flaky, true), list(t, unable, false), again), repeated
}

func list(t *testing.T, text string, limited bool) []*entry {
	t.Helper()
	name := filepath.Join(t.TempDir(), "list")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	entries, err := readList(name, limited)
	require.NoError(t, err)
	return entries
}

func TestOutputIsGoTests(t *testing.T) {
	var shown bytes.Buffer
	readEvents(strings.NewReader(events), &shown)
	assert.Equal(t, "    a_test.go:20: SAID\nFAIL\texample.com/socket-tutorial/harness\t0.1s\n", shown.String())

	shown.Reset()
	readEvents(strings.NewReader(`{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
`), &shown)
	assert.Equal(t, "ok  \tp\t0.1s\n", shown.String())
}

func TestUnlistedFailureIsNotRepeated(t *testing.T) {
	counts, repeated := judged(t, events, run{}, "# nothing\nharness TestOther 1 slow\nharness TestBa 1 slow\n", "")
	assert.Empty(t, repeated)
	assert.False(t, counts.ok())
	assert.Equal(t, "failed: harness TestBad/one\nskipped: 1 × strace is not installed\ntests: 1 passed, 1 failed, 0 flaked, 1 skipped",
		strings.Replace(counts.String(), "\n:", "\ntests:", 1))
}

func TestListedFailureIsRepeatedOnce(t *testing.T) {
	counts, repeated := judged(t, events, run{}, "harness TestBad 1 the machine is slow\n", "")
	assert.Equal(t, []string{"-count=1 -run ^TestBad$/^one$ example.com/socket-tutorial/harness"}, repeated)
	assert.True(t, counts.ok())
	assert.Equal(t, []string{"harness TestBad/one: the machine is slow"}, counts.Flaked)

	counts, _ = judged(t, events, run{failed: true}, "harness TestBad 1 the machine is slow\n", "")
	assert.Equal(t, []string{"harness TestBad/one (twice)"}, counts.Failed)
}

func TestLimitIsKept(t *testing.T) {
	two := strings.ReplaceAll(events, "TestBad/one", "TestBad/two")
	counts, repeated := judged(t, events+two, run{}, "harness TestBad 1 slow\n", "")
	assert.Len(t, repeated, 1)
	assert.Equal(t, []string{"harness TestBad/two"}, counts.Failed)
}

func TestRaceIsNeverRepeated(t *testing.T) {
	raced := strings.ReplaceAll(events, "SAID", "WARNING: DATA RACE")
	counts, repeated := judged(t, raced, run{}, "harness TestBad 1 slow\n", "")
	assert.Empty(t, repeated)
	assert.Equal(t, []string{"harness TestBad/one (a data race is never repeated)"}, counts.Failed)
}

// A test that never ended took others with it: all of them would have to run.
func TestPanicIsNotRepeated(t *testing.T) {
	text := strings.ReplaceAll(events, `{"Action":"fail","Package":"example.com/socket-tutorial/harness","Test":"TestBad/one"}`, "")
	text = strings.ReplaceAll(text, `{"Action":"fail","Package":"example.com/socket-tutorial/harness","Test":"TestBad"}`, "")
	counts, repeated := judged(t, text, run{}, "harness TestBad 1 slow\n", "")
	assert.Empty(t, repeated)
	assert.Equal(t, []string{"harness TestBad/one"}, counts.Failed)
}

func TestBuildFailureIsOne(t *testing.T) {
	var shown bytes.Buffer
	r := readEvents(strings.NewReader(`{"ImportPath":"p","Action":"build-output","Output":"p.go:1: no\n"}
{"ImportPath":"p","Action":"build-fail"}
{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}
{"Action":"fail","Package":"p","FailedBuild":"p"}
`), &shown)
	assert.Equal(t, "p.go:1: no\nFAIL\tp [build failed]\n", shown.String())
	assert.Equal(t, []string{"p (the package)"}, judge(&shown, r, nil, nil, nil).Failed)
	assert.Equal(t, []string{"go test itself"}, judge(&shown, run{failed: true}, nil, nil, nil).Failed)
}

func TestWhatCannotPassIsSkipped(t *testing.T) {
	counts, _ := judged(t, events, run{}, "", "harness - wine has no such thing\n")
	assert.True(t, counts.ok())
	assert.Equal(t, map[string]string{"harness TestBad/one": "wine has no such thing", "harness TestNoTool": "strace is not installed"}, counts.Skipped)
}

func TestWrongEntries(t *testing.T) {
	for line, message := range map[string]string{
		"harness TestBad often slow": `:1: "often" is not a limit`,
		"harness TestBad 0 slow":     `:1: "0" is not a limit`,
		"harness TestBad 1":          ":1: an entry has a package, a test, and a reason",
		"harness":                    ":1: an entry has a package, a test, and a reason",
	} {
		name := filepath.Join(t.TempDir(), "list")
		require.NoError(t, os.WriteFile(name, []byte(line), 0o644))
		_, err := readList(name, true)
		assert.EqualError(t, err, name+message, line)
	}
}

func TestSum(t *testing.T) {
	name := filepath.Join(t.TempDir(), "tally")
	root := tally{Name: "root", Passed: 2, Ran: []string{"a TestWire", "a TestX"}, Skipped: map[string]string{"a TestUser": "root may read all", "a TestYear": "no such year: 10000"}}
	user := tally{Name: "user", Passed: 2, Ran: []string{"a TestUser", "a TestX"}, Skipped: map[string]string{"a TestWire": "needs root", "a TestYear": "no such year: 9999"}}
	require.NoError(t, root.appendTo(name))
	require.NoError(t, user.appendTo(name))
	var shown bytes.Buffer
	ok, err := printSum(&shown, name)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, "4 passed, 0 failed, 0 flaked, 1 skipped wherever they ran: 1 × no such year\n", shown.String())
}
