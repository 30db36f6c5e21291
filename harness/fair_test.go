package main

import (
	"fmt"
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
	"example.com/socket-tutorial/harness/check/checktest"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/stages"
	"example.com/socket-tutorial/harness/stagetest"
)

// The article has no program of stage 04; what it describes is BaseHTTPServer,
// and a program made of that passes the article's level.
func TestBaseHTTPServersPassTheArticlesLevel(t *testing.T) {
	t.Parallel()
	script := filepath.Join("testdata", "fair", "basehttpserver.py")
	t.Run("2", func(t *testing.T) {
		t.Parallel()
		passesArticle(t, "04", check.Runner{Command: program.Command{Args: []string{python2(t), script, "{host}", "{port}", "{protocol}"}}})
	})
	t.Run("3", func(t *testing.T) {
		t.Parallel()
		python := installed(t, "python3")
		passesArticle(t, "04", check.Runner{Command: program.Command{Args: []string{python, script, "{host}", "{port}", "{protocol}"}}})
	})
}

// What well-known servers fail of stage 05 is written down, each line with its
// reason: a check that no server passes would be a check to doubt.
func TestFailuresOfKnownServersAreExplained(t *testing.T) {
	t.Parallel()
	if !thorough() {
		t.Skip("three servers times all checks are run with -all only")
	}
	t.Run("fileserver", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "fileserver")
		require.NoError(t, build(t.Context(), ".", path, "./testdata/fair/fileserver"))
		explained(t, executable(path), "{addr}", "{dir}")
	})
	t.Run("nginx", func(t *testing.T) {
		t.Parallel()
		nginx := installed(t, "nginx")
		const filled = `sed -e "s|ADDR|$2|; s|DIR|$3|; s|TEMP|$1|" testdata/fair/nginx.conf > "$1/$2.conf" && exec "$0" -e stderr -c "$1/$2.conf"`
		explained(t, "sh", "-c", filled, nginx, t.TempDir(), "{addr}", "{dir}")
	})
	t.Run("busybox", func(t *testing.T) {
		t.Parallel()
		explained(t, installed(t, "busybox"), "httpd", "-f", "-p", "{addr}", "-h", "{dir}")
	})
}

// sizes are those of directories, which each file system makes in its own way.
var sizes = regexp.MustCompile(`wanted \d+ bytes of`)

// explained holds the failures of a server against the table in the file that
// bears its name. Each check is run, whatever it needs. A cell may name two
// reasons with "or:" between them, where it depends on who is faster.
func explained(t *testing.T, command ...string) {
	stage, _ := stages.Find("05")
	runner := check.Runner{Command: program.Command{Args: command}, Seed: 1, Side: 4}
	path := filepath.Join("testdata", "fair", filepath.Base(t.Name())+".md")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	before, table, found := strings.Cut(string(text), "|---|---|---|\n")
	require.True(t, found, "%s has no table", path)
	because, wanted := map[string]string{}, map[string]string{}
	for row := range strings.Lines(table) {
		cells := strings.Split(row, " | ")
		require.Len(t, cells, 3, row)
		name := strings.TrimPrefix(cells[0], "| ")
		wanted[name] = cells[1]
		because[name] = strings.TrimSuffix(strings.TrimSpace(cells[2]), " |")
		assert.NotEmpty(t, because[name], "%s: %s is not explained", path, name)
	}
	checks := slices.Clone(stage.Checks)
	for i := range checks {
		checks[i].Needs = nil
	}
	var got strings.Builder
	runner.RunAll(t.Context(), stage, checks, func(result check.Result) {
		if c := result.Check; result.Outcome == check.Failed {
			reason := checktest.Still(sizes.ReplaceAllString(result.Reason.String(), "wanted … bytes of"))
			if slices.Contains(strings.Split(wanted[c.Name], " or: "), reason) {
				reason = wanted[c.Name]
			}
			fmt.Fprintf(&got, "| %s | %s | %s |\n", c.Name, reason, because[c.Name])
		}
	})
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(before+"|---|---|---|\n"+got.String()), 0o644))
	}
	assert.Equal(t, table, got.String())
}

func installed(t *testing.T, name string) string {
	if name == "python3" {
		return stagetest.Python3(t)
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(name + " is not installed")
	}
	return path
}
