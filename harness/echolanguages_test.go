package main

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
)

// language is how a program beneath testdata/fair is made into a command.
type language struct {
	tool string // what must be installed
	// words returns the command. What it compiles, it puts into folder.
	words func(t *testing.T, tool, source, folder string) []string
}

var echoLanguages = map[string]language{
	".c": {"cc", func(t *testing.T, tool, source, folder string) []string {
		return compiled(t, folder, tool, "-Wall", "-o", filepath.Join(folder, "program"), source)
	}},
	".rs": {"rustc", func(t *testing.T, tool, source, folder string) []string {
		return compiled(t, folder, tool, "-o", filepath.Join(folder, "program"), source)
	}},
	".java": {"javac", func(t *testing.T, tool, source, folder string) []string {
		compiled(t, folder, tool, "-d", folder, source)
		name := filepath.Base(source)
		return []string{installed(t, "java"), "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", folder, name[:len(name)-len(".java")]}
	}},
	".pl": {"perl", interpreted},
	".py": {"python3", interpreted},
	".js": {"node", interpreted},
	".go": {"go", func(t *testing.T, tool, source, folder string) []string {
		return compiled(t, folder, tool, "build", "-o", filepath.Join(folder, "program"), "./"+filepath.Dir(source))
	}},
}

func interpreted(_ *testing.T, tool, source, _ string) []string { return []string{tool, source} }

func compiled(t *testing.T, folder string, command ...string) []string {
	said, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	require.NoError(t, err, string(said))
	require.Empty(t, string(said), "the compiler warns")
	return []string{filepath.Join(folder, "program")}
}

// The checks of stages 01 and 02 are fair: right programs in many languages, as
// people who know them write them, pass every check. Without -all these are the
// ones in C, and the one that is no better than the article's.
func TestRightEchoProgramsPass(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("they are written for Unix")
	}
	for _, stage := range []string{"01", "02"} {
		files, err := filepath.Glob(filepath.Join("testdata", "fair", stage, "*.*"))
		require.NoError(t, err)
		commands, err := filepath.Glob(filepath.Join("testdata", "fair", stage, "*", "main.go"))
		require.NoError(t, err)
		for _, source := range append(files, commands...) {
			if !thorough() && filepath.Ext(source) != ".c" && filepath.Base(source) != articlesLevel {
				continue
			}
			name, err := filepath.Rel(filepath.Join("testdata", "fair"), source)
			require.NoError(t, err)
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				l, known := echoLanguages[filepath.Ext(source)]
				require.True(t, known, "no language has files such as %s", source)
				words := l.words(t, installed(t, l.tool), source, t.TempDir())
				passesEcho(t, stage, append(words, "{port}"), filepath.Base(source) == articlesLevel)
			})
		}
	}
}

// articlesLevel is no better than the article's program.
const articlesLevel = "one_client.py"

func passesEcho(t *testing.T, number string, words []string, article bool) {
	if number == "02" {
		words = append(words, "{message}")
	}
	runner := check.Runner{Command: program.Command{Args: words}}
	passes(t, number, runner, func(c check.Check) bool { return !article || c.Level == check.Article })
}
