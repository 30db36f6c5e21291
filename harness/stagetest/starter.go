package stagetest

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/stages"
)

// VerifyStarter proves that this test binary (see Main) is a good beginning for
// the exercise of the stage with this number: it runs, it fails a check, each
// check that it fails has a hint, and its TODOs are numbered from 1 without a
// gap, in the order of the checks. The starters in the folders python and node
// beside it are held to the same, where their interpreter is installed.
func VerifyStarter(t *testing.T, number string) {
	stage, found := stages.Find(number)
	require.True(t, found, "there is no stage %s", number)
	t.Run("todos", func(t *testing.T) { numbered(t, stage, sources(t, "*.go")) })
	self := program.Command{Args: Self().Args, Env: []string{runAsProgram + "=1"}, Contract: true}
	t.Run("fails", func(t *testing.T) { failsWithHints(t, stage, self) })
	for folder, interpreter := range map[string]string{"python": "python3", "node": "node"} {
		files := sources(t, filepath.Join(folder, "*.*"))
		if len(files) == 0 {
			continue
		}
		t.Run(folder, func(t *testing.T) {
			numbered(t, stage, files)
			path, err := exec.LookPath(interpreter)
			if err != nil {
				t.Skipf("%s is not installed", interpreter)
			}
			words := append([]string{path}, program.StarterWords(files[0])...)
			failsWithHints(t, stage, program.Command{Args: words})
		})
	}
}

// sources returns the files that match pattern, tests aside, sorted.
func sources(t *testing.T, pattern string) []string {
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	return slices.DeleteFunc(files, func(name string) bool {
		test, _ := filepath.Match("*_test.go", filepath.Base(name))
		return test
	})
}

// todo is a step of the exercise, and the checks that it is for: TODO 3, or
// TODO 4 (next-client, backlog).
var todo = regexp.MustCompile(`\bTODO (\d+)(?: \(([a-z0-9, -]+)\))?`)

// numbered wants the TODOs of files to have every number from 1 on, and their
// checks to come in the order of the table.
func numbered(t *testing.T, stage check.Stage, files []string) {
	first := map[int]string{} // the first check of each TODO
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, match := range todo.FindAllStringSubmatch(string(content), -1) {
			n, err := strconv.Atoi(match[1])
			require.NoError(t, err)
			name, _, _ := strings.Cut(match[2], ", ")
			first[n] = cmp.Or(first[n], name)
		}
	}
	require.NotEmpty(t, first, "a starter without a TODO")
	last := 0
	for n := 1; n <= len(first); n++ {
		name, there := first[n]
		require.True(t, there, "there is no TODO %d, but %d TODOs", n, len(first))
		if name == "" {
			continue
		}
		at := slices.IndexFunc(stage.Checks, func(c check.Check) bool { return c.Name == name })
		require.GreaterOrEqual(t, at, 0, "TODO %d is for %q, which is no check", n, name)
		require.GreaterOrEqual(t, at, last, "TODO %d comes too late: the table has %q earlier", n, name)
		last = at
	}
}

func failsWithHints(t *testing.T, stage check.Stage, command program.Command) {
	failed := 0
	check.Runner{Command: command}.RunAll(t.Context(), stage, stage.Checks, func(r check.Result) {
		if r.Outcome == check.Failed {
			failed++
			assert.NotEmpty(t, r.Check.Hint, r.Address())
			t.Log(r.Address(), r.Reason)
		}
	})
	assert.Positive(t, failed, "the starter passes already: nothing is left to do")
}
