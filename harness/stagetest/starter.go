package stagetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
// gap. The starters in the folders python and node beside it are held to the
// same, where their interpreter is installed.
func VerifyStarter(t *testing.T, number string) {
	stage, found := stages.Find(number)
	require.True(t, found, "there is no stage %s", number)
	t.Run("todos", func(t *testing.T) { numbered(t, sources(t, "*.go")) })
	self := program.Command{Args: Self().Args, Env: []string{runAsProgram + "=1"}, Contract: true}
	t.Run("fails", func(t *testing.T) { failsWithHints(t, stage, self) })
	for folder, interpreter := range map[string]string{"python": "python3", "node": "node"} {
		files := sources(t, filepath.Join(folder, "*.*"))
		if len(files) == 0 {
			continue
		}
		t.Run(folder, func(t *testing.T) {
			numbered(t, files)
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

// todo is a step of the exercise: TODO 3.
var todo = regexp.MustCompile(`\bTODO (\d+)`)

func numbered(t *testing.T, files []string) {
	var all []int
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var here []int
		for _, match := range todo.FindAllSubmatch(content, -1) {
			n, err := strconv.Atoi(string(match[1]))
			require.NoError(t, err)
			here = append(here, n)
		}
		assert.True(t, slices.IsSorted(here), "the TODOs of %s are not in their order: %v", file, here)
		all = append(all, here...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	require.NotEmpty(t, all, "a starter without a TODO")
	for i, n := range all {
		require.Equal(t, i+1, n, "the TODOs have a gap: %v", all)
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
