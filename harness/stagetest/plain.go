package stagetest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/report"
	"example.com/socket-tutorial/harness/stages"
)

// Plain is the article's program of one stage, as a reader lays it out: a
// listing in Go, which this test binary is (see Main), and one in Python 3.
type Plain struct {
	Number      string   // of the stage: "01"
	Go, Python  string   // the two files
	WithoutGo   []string // lines of Python that no line of Go stands for, print aside
	Fails       []string // checks beyond the article's level that both fail
	PythonFails []string // and those that only the Python fails
	WantsFlags  []string // checks that the Go fails where it is started as a stage is, for want of a flag
}

// failPatience is how long a check may take that is to fail, and three times as long
// as each wait of it: some of them wait for what never comes, and a program that never
// ends keeps a processor busy.
const failPatience = 3 * time.Second

// screen is how many lines of code fit on one.
const screen = 60

// Verify wants each listing to fit on a screen, the comments in Go to be the
// lines of Python in their order, every check of the article's level to pass,
// and of the others exactly those to fail that are named.
func (p Plain) Verify(t *testing.T) {
	golang, python := code(t, p.Go, "//"), code(t, p.Python, "#")
	t.Run("one screen", func(t *testing.T) {
		assert.LessOrEqual(t, len(golang), screen, p.Go)
		assert.LessOrEqual(t, len(python), screen, p.Python)
	})
	t.Run("side by side", func(t *testing.T) { p.sideBySide(t, golang, python) })
	t.Run("lesson", p.lesson)
	t.Run("go", func(t *testing.T) {
		t.Parallel()
		words := append(Self().Args, "-host", "{host}", "-port", "{port}")
		p.verify(t, p.Fails, func(*testing.T) check.Runner {
			return check.Runner{Command: program.Command{Args: words, Env: []string{runAsProgram + "=1"}}, Patience: patience}
		})
	})
	t.Run("python", func(t *testing.T) {
		t.Parallel()
		name := os.Getenv("PYTHON3")
		if name == "" {
			name = "python3"
		}
		interpreter, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("%s is not installed", name)
		}
		p.verify(t, slices.Concat(p.Fails, p.PythonFails), func(t *testing.T) check.Runner {
			return FixedPort(t, interpreter, p.Python)
		})
	})
}

// lesson wants the READMEs to name each check that the harness shows as failed, and of
// the others none but such as pass: what waits for one that has failed is not shown.
func (p Plain) lesson(t *testing.T) {
	stage, _ := stages.Find(p.Number)
	contract := check.Runner{Command: program.Command{Args: Self().Args, Env: []string{runAsProgram + "=1"}, Contract: true}}
	for _, name := range p.WantsFlags {
		c, _ := stage.Find(name)
		assert.Equal(t, check.Failed, contract.Run(t.Context(), stage, c).Outcome, name)
	}
	failing := slices.Concat(p.Fails, p.WantsFlags)
	command := "`go run ./harness " + p.Number + " ./" + stage.Folder + "/plain`"
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		text, err := os.ReadFile(filepath.Join("..", file))
		require.NoError(t, err)
		_, paragraph, found := strings.Cut(string(text), command)
		require.True(t, found, "%s does not say what %s shows", file, command)
		paragraph, _, _ = strings.Cut(paragraph, "\n\n")
		for _, c := range stage.Checks {
			waits := slices.ContainsFunc(c.Needs, func(needed string) bool { return slices.Contains(failing, needed) })
			shown := slices.Contains(failing, c.Name) && !waits
			if named := strings.Contains(paragraph, "`"+c.Name+"`"); named != shown {
				assert.False(t, shown, "%s: %s fails", file, c.Name)
				assert.NotContains(t, failing, c.Name, "%s: %s waits for another", file, c.Name)
			}
		}
	}
}

// code returns the lines of a file that are neither empty nor a comment,
// without the space around them.
func code(t *testing.T, file, comment string) (lines []string) {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, comment) {
			lines = append(lines, line)
		}
	}
	return lines
}

func (p Plain) sideBySide(t *testing.T, golang, python []string) {
	var missing []string
	rest := python
	for _, line := range golang {
		_, comment, found := strings.Cut(line, " // ")
		if !found {
			continue
		}
		at := slices.Index(rest, comment)
		require.GreaterOrEqual(t, at, 0, "not a line of %s, or not in its order: %s", p.Python, comment)
		missing = append(missing, rest[:at]...)
		rest = rest[at+1:]
	}
	missing = slices.DeleteFunc(append(missing, rest...), func(line string) bool { return strings.HasPrefix(line, "print(") })
	assert.Equal(t, p.WithoutGo, missing, "lines of Python without Go")
}

// atOnce is how many checks run side by side: those that fail wait for what never
// comes, and those that pass want processors.
const atOnce = 6

// verify runs all checks.
func (p Plain) verify(t *testing.T, fails []string, runner func(*testing.T) check.Runner) {
	stage, found := stages.Find(p.Number)
	require.True(t, found, "there is no stage %s", p.Number)
	results := make([]check.Result, len(stage.Checks))
	var all sync.WaitGroup
	free := make(chan struct{}, atOnce)
	for i, c := range stage.Checks {
		r := runner(t)
		all.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			ctx := t.Context()
			if slices.Contains(fails, c.Name) {
				limited, cancel := context.WithTimeout(ctx, failPatience)
				defer cancel()
				ctx = limited
				r.Patience = failPatience / 3
			}
			results[i] = r.Run(ctx, stage, c)
		})
	}
	all.Wait()
	for _, result := range results {
		t.Run(result.Check.Name, func(t *testing.T) {
			switch {
			case result.Outcome == check.Skipped:
				t.Skip(result.Reason)
			case !slices.Contains(fails, result.Check.Name):
				assert.Equal(t, check.Passed, result.Outcome, "\n"+report.Failure(result, ""))
			default:
				assert.Equal(t, check.Beyond, result.Check.Level)
				assert.Equal(t, check.Failed, result.Outcome, "the lesson says that it fails")
			}
		})
	}
}

var portLine = regexp.MustCompile(`(?m)^PORT = \d+$`)

// FixedPort returns a runner of a script whose port is a constant, PORT, as the
// article's are: of a copy with a port that is free.
func FixedPort(t *testing.T, interpreter, script string) check.Runner {
	port, reservation, err := program.ReservePort("127.0.0.1")
	require.NoError(t, err)
	t.Cleanup(func() { reservation.Close() })
	text, err := os.ReadFile(script)
	require.NoError(t, err)
	require.Len(t, portLine.FindAll(text, -1), 1, script)
	text = portLine.ReplaceAll(text, []byte("PORT = "+strconv.Itoa(port)))
	file := filepath.Join(t.TempDir(), filepath.Base(script))
	require.NoError(t, os.WriteFile(file, text, 0o644))
	return check.Runner{
		Command:  program.Command{Args: []string{interpreter, file}},
		Addr:     "127.0.0.1:" + strconv.Itoa(port),
		Patience: patience,
	}
}
