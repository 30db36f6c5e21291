package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// anywhere is a caret in the middle of megabytes: where the first one is lost
// depends on the kernel's buffers.
var anywhere = regexp.MustCompile(`(?m)^(.*← )….* \d{7} bytes(\n) +\^ wanted .*$`)

// spins is the step that says that a program keeps a processor busy.
var spins = regexp.MustCompile(`(?m)^ *\d+ +` + check.Spins + "\n")

// fleeting is another in each run: dates, ports, and names of directories.
var fleeting = regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d[^\\"\n]*|127\.0\.0\.1:\d{5}|[^ "]*harness-\d+|\d\d/[A-Z][a-z]{2}/\d{4} \d\d:\d\d:\d\d`)

// Each wrong program fails the check named in its source and no other, and its
// golden.txt is what the harness says about it.
func TestWrongPrograms(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the goldens hold Linux' words for errors")
	}
	root, err := workspace()
	require.NoError(t, err)
	all, err := mistakes(root)
	require.NoError(t, err)
	bins := map[string]string{}
	for _, m := range all {
		if bins[m.stage.Number] == "" {
			bins[m.stage.Number] = t.TempDir() + "/"
			packages := "./testdata/wrong/" + m.stage.Number + "/..."
			require.NoError(t, build(t.Context(), ".", bins[m.stage.Number], packages))
		}
	}
	for _, m := range all {
		t.Run(m.address(), func(t *testing.T) {
			t.Parallel()
			golden := filepath.Join(m.path, "golden.txt")
			var failures []string
			var got string
			// On a busy machine, pieces that were sent one by one are received
			// together now and then, and hide the mistake.
			for range 4 {
				failures, got = m.answer(t, filepath.Join(bins[m.stage.Number], m.name))
				if want, err := os.ReadFile(golden); slices.Equal(failures, []string{m.blamed}) && (*update || err != nil || got == string(want)) {
					break
				}
			}
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			assert.Equal(t, []string{m.blamed}, failures)
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "write it with: go test ./harness -run TestWrongPrograms -update")
			assert.Equal(t, string(want), got)
		})
	}
}

// answer returns the checks that failed and what the harness says about them,
// without what is another in each run.
func (m mistake) answer(t *testing.T, path string) (failures []string, said string) {
	var all strings.Builder
	m.run(t.Context(), path, func(r check.Result) {
		if r.Outcome == check.Failed {
			failures = append(failures, r.Address())
			all.WriteString(report.Failure(r, m.again()))
		}
	})
	said = anywhere.ReplaceAllString(all.String(), `${1}"…"${2}    ^ wanted "…"`)
	said = spins.ReplaceAllString(said, "") // a busy machine hides it
	return failures, fleeting.ReplaceAllString(said, "…")
}

func TestWrongProgramsNameTheirMistake(t *testing.T) {
	root, err := workspace()
	require.NoError(t, err)
	all, err := mistakes(root)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(all), 30)
	for _, m := range all {
		assert.NotEmpty(t, m.says, m.address())
		number, name, _ := strings.Cut(m.blamed, "/")
		_, found := m.stage.Find(name)
		assert.True(t, found && number == m.stage.Number, "%s blames %q", m.address(), m.blamed)
	}
}
