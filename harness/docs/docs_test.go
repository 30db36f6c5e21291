package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The lessons that no stage's own test verifies: the repository's and the harness's.
// Results do not depend on this package alone, so after a change elsewhere run
// it with -count=1.
func TestLessons(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Skip(err)
	}
	all, err := Find(root)
	require.NoError(t, err)
	ofStage := regexp.MustCompile(`^\d\d-[^/]*/`)
	var lessons []string
	for _, path := range all {
		if !ofStage.MatchString(path) {
			lessons = append(lessons, path)
		}
	}
	Verify(t, root, lessons, nil)
}

// example is a small repository with lessons, right ones and wrong ones.
const example = "testdata/repository"

// verified returns all problems of a lesson of the example.
func verified(t *testing.T, path string) []Problem {
	t.Helper()
	sources, err := ReadSources(example)
	require.NoError(t, err)
	d, err := Read(example, path)
	require.NoError(t, err)
	problems := d.Check(sources)
	if reason := noShell(); reason != "" {
		t.Skip(reason)
	}
	if len(problems) > 0 {
		return problems
	}
	w, err := newWorkspace(example, t.TempDir())
	require.NoError(t, err)
	for _, c := range d.chapters() {
		steps := d.allSteps(c)
		require.NoError(t, w.build(steps))
		found, _ := d.run(c, w)
		problems = append(problems, found...)
	}
	return problems
}

// want is in the first line of a wrong lesson.
func want(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(example, path))
	require.NoError(t, err)
	_, text2, found := strings.Cut(string(text), "<!-- want: ")
	require.True(t, found, "%s does not begin with what is wrong with it", path)
	message, _, _ := strings.Cut(text2, " -->")
	return message
}

func TestRightLesson(t *testing.T) {
	assert.Empty(t, verified(t, "right/lesson.md"))
}

// Each wrong lesson has one mistake; exactly that is found.
func TestWrongLessons(t *testing.T) {
	paths, err := filepath.Glob(example + "/wrong/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			path := "wrong/" + filepath.Base(path)
			problems := verified(t, path)
			require.Len(t, problems, 1, "%v", problems)
			assert.Contains(t, problems[0].String(), want(t, path))
		})
	}
}

func TestLanguages(t *testing.T) {
	paths, err := filepath.Glob(example + "/languages/*.en.md")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			path := "languages/" + filepath.Base(path)
			english, err := Read(example, path)
			require.NoError(t, err)
			chinese, err := Read(example, strings.Replace(path, ".en.", ".zh.", 1))
			require.NoError(t, err)
			problems := CheckLanguages(english, chinese)
			if want(t, path) == "" {
				require.Empty(t, problems)
				return
			}
			require.Len(t, problems, 1)
			assert.Contains(t, problems[0].String(), want(t, path))
		})
	}
}

func TestAnchors(t *testing.T) {
	for heading, anchor := range map[string]string{
		"Read beside the article":       "read-beside-the-article",
		"`accept()` & the SYN":          "accept--the-syn",
		"TCP 三次握手":                      "tcp-三次握手",
		"何谓 socket?":                    "何谓-socket",
		"1. [Link](x.md), _emphasised_": "1-link-_emphasised_",
		"Ctrl-C, 50 ms":                 "ctrl-c-50-ms",
	} {
		assert.Equal(t, anchor, slug(heading), heading)
	}
}

func TestNormalise(t *testing.T) {
	for line, normal := range map[string]string{
		`127.0.0.1 - - [01/Jun/2015 11:42:33] "GET / HTTP/1.1" 200 -`: `127.0.0.1 - - [DATE] "GET / HTTP/1.1" 200 -`,
		`Date: Mon, 01 Jun 2015 11:42:33 GMT`:                         `Date: DATE`,
		`accept(3, 127.0.0.1:54321) = 4`:                              `accept(3, 127.0.0.1:PORT) = 4`,
		`Serving on port 8000`:                                        `Serving on port 8000`,
		`ok  	example.com/x	0.123s`:                                   "ok 	example.com/x	DURATION",
		`  12.5 ms   SYN   50ms`:                                      ` DURATION SYN DURATION`,
		`> User-Agent: curl/8.5.0`:                                    `> User-Agent: curl/VERSION`,
		`sin_port=htons(60999), 32768, 32767`:                         `sin_port=htons(PORT), PORT, 32767`,
		`[pid  4242] read(3), users:(("x",pid=77,fd=3))`:              `[PID] read(3), users:(("x",PID,fd=3))`,
		`two  spaces are two`:                                         `two  spaces are two`,
	} {
		assert.Equal(t, normal, Normalise(line), line)
	}
}

func TestMatch(t *testing.T) {
	lines := []string{"one", "two", "three"}
	for _, c := range []struct {
		shown        []string
		prefix, full bool
	}{
		{nil, true, false},
		{[]string{"one"}, true, false},
		{[]string{"one", "two", "three"}, true, true},
		{[]string{"..."}, true, true},
		{[]string{"...", "two", "..."}, true, true},
		{[]string{"...", "two"}, true, false},
		{[]string{"one", "...", "two", "three", "..."}, true, true},
		{[]string{"o…e", "t…", "…"}, true, true},
		{[]string{"two"}, false, false},
		{[]string{"one", "two", "three", "four"}, false, false},
		{[]string{"...", "three", "one"}, false, false},
	} {
		_, prefix := match(c.shown, lines, false)
		assert.Equal(t, c.prefix, prefix, "%q at the beginning", c.shown)
		_, full := match(c.shown, lines, true)
		assert.Equal(t, c.full, full, "%q as everything", c.shown)
	}
}

func TestUses(t *testing.T) {
	assert.True(t, uses("curl -s http://127.0.0.1:8000", "curl"))
	assert.True(t, uses(`printf 'GET / HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`, "nc"))
	assert.True(t, uses("x=$(wget -q -O- http://127.0.0.1:8000)", "wget"))
	assert.False(t, uses("go run ./harness 04/nc-types", "nc"))
	assert.False(t, uses("cat curl.txt", "curl"))
}

func TestRecursive(t *testing.T) {
	for _, command := range []string{"go test work", "go test ./01-echo-server", "go test -v ./...", "go run ./harness", "go run ./harness | tail -1", "bash .ci/run"} {
		assert.True(t, recursive(command), command)
	}
	for _, command := range []string{"go run ./harness 01", "go test -run TestEcho ./01-echo-server", "go test -race -short work", "go vet work"} {
		assert.False(t, recursive(command), command)
	}
}
