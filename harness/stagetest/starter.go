package stagetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/exercise"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/report"
	"example.com/socket-tutorial/harness/stages"
)

// VerifyStarter proves that this test binary (see Main) is a good beginning for
// the exercise of the stage with this number: it runs, it fails a check, each
// check that it fails has a hint, and its TODOs stand in the order of their
// numbers and of the checks. The starters of other languages in the folders
// beside it are held to the same, where their tools are installed.
func VerifyStarter(t *testing.T, number string) {
	stage, found := stages.Find(number)
	require.True(t, found, "there is no stage %s", number)
	for _, file := range sources(t, "*.go") {
		t.Run("todos/"+file, func(t *testing.T) { inOrder(t, stage, file) })
	}
	t.Run("fails", func(t *testing.T) {
		t.Parallel()
		failsWithHints(t, stage, ownBinary())
	})
	others(t, ".", func(t *testing.T, starter exercise.Starter) { inOrder(t, stage, starter.File) },
		func(t *testing.T, starter exercise.Starter) {
			failsWithHints(t, stage, program.Command{Args: starter.Run})
		})
}

// VerifySolution proves that this test binary is the exercise of the stage with
// this number, finished: it passes every check that it meets, and each of these
// is named by a TODO of the starter in the folder above, or in the section about
// the exercise of the stage's README. The solutions in other languages pass as
// many, of which those that begin a TODO stand for the rest (see Thorough): for
// each check an interpreter starts.
func VerifySolution(t *testing.T, number string) {
	stage, found := stages.Find(number)
	require.True(t, found, "there is no stage %s", number)
	t.Run("go", func(t *testing.T) {
		t.Parallel()
		guide := append(names(t, sources(t, filepath.Join("..", "*.go"))), namedByLesson(t, filepath.Join("..", "..", "README.md"))...)
		passesAndIsNamed(t, stage, stage.Checks, ownBinary(), guide)
	})
	others(t, ".", func(t *testing.T, solution exercise.Starter) {
		_, err := os.Stat(filepath.Join("..", solution.File))
		require.NoError(t, err, "a solution without a starter of its name")
	}, func(t *testing.T, solution exercise.Starter) {
		checks := stage.Checks
		if !Thorough() {
			checks = slices.DeleteFunc(slices.Clone(checks), func(c check.Check) bool {
				return !slices.ContainsFunc(todos(t, filepath.Join("..", solution.File)), func(todo exercise.TODO) bool { return todo.Checks[0] == c.Name })
			})
			require.NotEmpty(t, checks)
		}
		passesAndIsNamed(t, stage, checks, program.Command{Args: solution.Run}, nil)
	})
	for _, language := range exercise.Languages {
		if starters := sources(t, filepath.Join("..", language.Folder, "*.*")); len(starters) > 0 {
			assert.DirExists(t, language.Folder, "a starter without a solution")
		}
	}
}

// ownBinary is how the test binary is run as the program.
func ownBinary() program.Command {
	return program.Command{Args: Self().Args, Env: []string{runAsProgram + "=1"}, Contract: true}
}

// others calls look with each program of another language below folder, and then
// use, if its tools are there and it has been compiled.
func others(t *testing.T, folder string, look, use func(*testing.T, exercise.Starter)) {
	for _, language := range exercise.Languages {
		folder := filepath.Join(folder, language.Folder)
		if _, err := os.Stat(folder); err != nil {
			continue
		}
		t.Run(language.Folder, func(t *testing.T) {
			t.Parallel()
			starter, err := exercise.FindStarter(folder, t.TempDir())
			require.NoError(t, err)
			look(t, starter)
			if language.Needs == "python3" {
				Python3(t)
			}
			if _, err := exec.LookPath(language.Needs); err != nil {
				t.Skipf("%s is not installed", language.Needs)
			}
			if starter.Build != nil {
				said, err := exec.Command(starter.Build[0], starter.Build[1:]...).CombinedOutput()
				require.NoError(t, err, string(said))
				require.Empty(t, string(said), "a compiler that warns of the starter confuses its reader")
			}
			use(t, starter)
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

// names returns the checks that the TODOs of files name.
func names(t *testing.T, files []string) []string {
	var all []string
	for _, file := range files {
		for _, todo := range todos(t, file) {
			all = append(all, todo.Checks...)
		}
	}
	return all
}

func todos(t *testing.T, file string) []exercise.TODO {
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	return exercise.TODOs(string(content))
}

// inOrder wants the TODOs of file numbered from 1 in the order in which they
// stand there, and their first checks in the order of the table.
func inOrder(t *testing.T, stage check.Stage, file string) {
	all := todos(t, file)
	require.NotEmpty(t, all, "a starter without a TODO")
	position := func(name string) int {
		return slices.IndexFunc(stage.Checks, func(c check.Check) bool { return c.Name == name })
	}
	last := 0
	for i, todo := range all {
		require.Equal(t, i+1, todo.Number, "the TODO that stands at this place")
		for _, name := range todo.Checks {
			require.GreaterOrEqual(t, position(name), 0, "TODO %d is for %q, which is no check", i+1, name)
		}
		first := todo.Checks[0]
		require.GreaterOrEqual(t, position(first), last, "TODO %d comes too late: the table has %q earlier", i+1, first)
		last = position(first)
	}
}

// quoted is a name in a lesson.
var quoted = regexp.MustCompile("`([a-z0-9.-]+)`")

// namedByLesson returns the names in the part of a stage's lesson that is about
// its exercise.
func namedByLesson(t *testing.T, lesson string) []string {
	content, err := os.ReadFile(lesson)
	require.NoError(t, err)
	_, section, found := strings.Cut(string(content), "\n## Exercise\n")
	require.True(t, found, "%s has no section about the exercise", lesson)
	section, _, _ = strings.Cut(section, "\n## ")
	var all []string
	for _, match := range quoted.FindAllStringSubmatch(section, -1) {
		all = append(all, match[1])
	}
	return all
}

func failsWithHints(t *testing.T, stage check.Stage, command program.Command) {
	failed := 0
	runner := check.Runner{Command: command, Side: 4}
	runner.RunAll(t.Context(), stage, stage.Checks, func(r check.Result) {
		if r.Outcome == check.Failed {
			failed++
			assert.NotEmpty(t, r.Check.Hint, r.Address())
			t.Log(r.Address(), r.Reason)
		}
	})
	assert.Positive(t, failed, "the starter passes already: nothing is left to do")
}

// passesAndIsNamed wants each of the checks passed or skipped, and those that are
// passed named by the guide through the exercise; nil: it is not asked.
func passesAndIsNamed(t *testing.T, stage check.Stage, checks []check.Check, command program.Command, guide []string) {
	passed := 0
	var unnamed []string
	runner := check.Runner{Command: command, Side: 4, Patience: patience}
	runner.RunAll(t.Context(), stage, checks, func(r check.Result) {
		switch r.Outcome {
		case check.Failed:
			t.Error("\n" + report.Failure(r, ""))
		case check.Passed:
			passed++
			if guide != nil && !slices.Contains(guide, r.Check.Name) {
				unnamed = append(unnamed, r.Check.Name)
			}
		}
	})
	assert.Positive(t, passed)
	assert.Empty(t, unnamed, "neither a TODO nor the section about the exercise in the stage's README names these")
}
