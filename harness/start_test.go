package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stages"
)

// A starter builds where it lands, with nothing but the clone.
func TestStartersBuildOutsideOfTheClone(t *testing.T) {
	root, err := workspace()
	require.NoError(t, err)
	for _, stage := range stages.All() {
		t.Run(stage.Number, func(t *testing.T) {
			if _, err := os.Stat(filepath.Join(root, stage.Folder, "exercise")); err != nil {
				t.Skip("the stage has no exercise")
			}
			t.Setenv("GOPROXY", "off")
			// A path with a space in it, as participants have.
			target := filepath.Join(t.TempDir(), "my work", stage.Number)
			require.NoError(t, start(root, []string{stage.Number, target}))
			require.NoError(t, build(t.Context(), target, filepath.Join(t.TempDir(), "program"), "."))
		})
	}
}

func TestStartAllMakesAFolderForEachStage(t *testing.T) {
	root, err := workspace()
	require.NoError(t, err)
	target := filepath.Join(t.TempDir(), "mine")
	require.NoError(t, start(root, []string{"all", target, "python"}))
	for _, stage := range stages.All() {
		sources, err := filepath.Glob(filepath.Join(target, stage.Folder, "*.*"))
		require.NoError(t, err)
		assert.NotEmpty(t, sources, stage.Folder)
	}
	assert.FileExists(t, filepath.Join(target, "01-echo-server", "server.py"))
	assert.FileExists(t, filepath.Join(target, "05-simple-http", "main.go"), "there is no Python of 05")
	assert.NoDirExists(t, filepath.Join(target, "05-simple-http", "solution"))
}

func TestSolutionIsNotPrintedByAccident(t *testing.T) {
	const secret = "unix.SO_REUSEADDR"
	stdout, stderr, status := harness(t, "solution", "01")
	assert.Equal(t, 2, status)
	assert.Contains(t, stderr, "-show")
	assert.NotContains(t, stdout, secret)
	stdout, _, status = harness(t, "solution", "01", "-show")
	assert.Zero(t, status)
	assert.Contains(t, stdout, secret)
	stdout, _, _ = harness(t, "solution", "04", "python", "-show")
	assert.Contains(t, stdout, "def read_head(rfile):")
}

func TestStartRefuses(t *testing.T) {
	root, err := workspace()
	require.NoError(t, err)
	full := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(full, "mine"), nil, 0o644))
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"01"}, "wanted: start STAGE DIR"},
		{[]string{"07", t.TempDir()}, `there is no stage "07"`},
		{[]string{"01", filepath.Join(root, "mine")}, "is inside the clone"},
		{[]string{"01", full}, "is not empty"},
		{[]string{"01", t.TempDir(), "cobol"}, "has no such exercise"},
	} {
		err := start(root, c.args)
		require.Error(t, err, c.args)
		assert.Contains(t, err.Error(), c.says)
	}
}

// Not every shell has &&: Windows PowerShell 5 does not.
func TestEachCommandHasALineOfItsOwn(t *testing.T) {
	target := filepath.Join(t.TempDir(), "mine")
	stdout, stderr, status := harness(t, "start", "01", target)
	require.Zero(t, status, stderr)
	assert.Contains(t, stdout, "\n  cd "+shellQuoted(target)+"\n  go run .\n")
	stdout, stderr, status = harness(t, "start", "01", target+"-c", "c")
	require.Zero(t, status, stderr)
	assert.Regexp(t, `\n  cc .*\n  go run \./harness 01 -- `, stdout)
	assert.NotContains(t, stdout, "&&")
}

// A solution is printed once: of the files that differ by system, this system's.
func TestSolutionIsThatOfThisSystem(t *testing.T) {
	stdout, _, status := harness(t, "solution", "05", "-show")
	assert.Zero(t, status)
	assert.Equal(t, 1, strings.Count(stdout, "\nconst nonblock = "))
	assert.Contains(t, stdout, "func main() {")
}
