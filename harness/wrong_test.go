package main

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/check/checktest"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/mistakes"
	"example.com/socket-tutorial/harness/report"
	"example.com/socket-tutorial/harness/stages"
	"example.com/socket-tutorial/harness/stagetest"
	"example.com/socket-tutorial/harness/words"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	all    = flag.Bool("all", false, "hold mistakes to every check of their stage, and right programs in every language")
)

// thorough is -all, or what .ci/run says for all packages.
func thorough() bool { return *all || stagetest.Thorough() }

// Each wrong program fails the check named in its source, and its golden.txt is what the harness says about it.
func TestWrongPrograms(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the goldens hold Linux' words for errors")
	}
	bins := map[string]string{}
	for _, w := range allWrong(t) {
		if w.folder == "" {
			continue
		}
		if bins[w.Stage] == "" {
			bins[w.Stage] = t.TempDir() + "/"
			require.NoError(t, build(t.Context(), ".", bins[w.Stage], "./testdata/wrong/"+w.Stage+"/..."))
		}
		t.Run(w.Address(), func(t *testing.T) {
			t.Parallel()
			w.verify(t, filepath.Join(bins[w.Stage], w.Name), filepath.Join(w.folder, "golden.txt"))
		})
	}
}

// Each mistake of the table fails the check that it names, in the words that it
// names. Where there is a golden file, it is what the harness says about it.
func TestMistakes(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the table holds Linux' words for errors")
	}
	path, err := os.Executable()
	require.NoError(t, err)
	for _, w := range allWrong(t) {
		if w.folder != "" {
			continue
		}
		t.Run(w.Address(), func(t *testing.T) {
			t.Parallel()
			golden := filepath.Join("mistakes", "testdata", w.Stage, w.Name+".txt")
			if _, err := os.Stat(golden); err != nil {
				golden = ""
			}
			w.verify(t, path, golden)
		})
	}
}

// The programs that mistakes are made of pass every check.
func TestRightProgramsPass(t *testing.T) {
	t.Parallel()
	path, err := os.Executable()
	require.NoError(t, err)
	for _, m := range mistakes.Right() {
		t.Run(m.Stage, func(t *testing.T) {
			t.Parallel()
			stage, _ := stages.Find(m.Stage)
			w := wrongProgram{Mistake: m, stage: stage}
			w.run(t.Context(), path, stage.Checks, func(r check.Result) {
				if r.Outcome == check.Failed {
					t.Error("\n" + report.Failure(r, ""))
				}
			})
		})
	}
}

// verify wants the blamed check to fail, and with -all no other of its stage.
func (w wrongProgram) verify(t *testing.T, path, golden string) {
	checks := w.held()
	if !thorough() {
		checks = slices.DeleteFunc(checks, func(c check.Check) bool { return c.Name != w.Blamed })
	}
	blamed := []string{w.Stage + "/" + w.Blamed}
	failures, said, reason, skipped := w.answer(t, path, checks)
	if skipped != "" {
		t.Skip(skipped)
	}
	assert.Equal(t, blamed, failures, said[0])
	switch {
	case w.Wanted == mistakes.Anywhere:
		assert.Regexp(t, `^wanted ".+"…$`, reason)
	case strings.HasSuffix(w.Wanted, "…"): // which of several goes wrong is a race
		beginning := strings.TrimSuffix(w.Wanted, "…")
		assert.True(t, strings.HasPrefix(reason, beginning), "wanted %s…, got %s", beginning, reason)
	case w.Wanted != "":
		assert.Equal(t, w.Wanted, reason)
	}
	for i, tag := range words.Languages.Tags() {
		if golden != "" {
			compare(t, strings.TrimSuffix(golden, ".txt")+suffix(tag), said[i])
		}
	}
}

// suffix is how the golden in a language ends: .txt in English, .zh.txt in Chinese.
func suffix(tag string) string {
	if tag == lang.English.Tag() {
		return ".txt"
	}
	return "." + tag + ".txt"
}

func compare(t *testing.T, golden, said string) {
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(said), 0o644))
		return
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err, "write it with: go test ./harness -run "+t.Name()+" -update")
	assert.Equal(t, string(want), said)
}

// answer returns the checks that failed, what the harness says about them in each
// of its languages, and the first one's reason; skipped says why the blamed check cannot be run here.
func (w wrongProgram) answer(t *testing.T, path string, checks []check.Check) (failures, said []string, reason, skipped string) {
	said = make([]string, len(words.Languages.Tags()))
	w.run(t.Context(), path, checks, func(r check.Result) {
		if r.Outcome == check.Skipped && !r.Blocked && r.Check.Name == w.Blamed {
			skipped = r.Reason.String()
		}
		if r.Outcome == check.Failed {
			failures = append(failures, r.Address())
			for i, tag := range words.Languages.Tags() {
				_, language := words.Languages.Match(tag)
				said[i] += checktest.Still(report.Teller{Language: language}.Failure(r, w.again()))
			}
			if reason == "" {
				reason = checktest.Still(r.Reason.String())
			}
		}
	})
	return failures, said, reason, skipped
}

func allWrong(t *testing.T) []wrongProgram {
	root, err := workspace()
	require.NoError(t, err)
	all, err := wrongPrograms(root)
	require.NoError(t, err)
	return all
}

func TestWrongProgramsNameTheirMistake(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range allWrong(t) {
		assert.NotEmpty(t, w.Says, w.Address())
		_, found := w.stage.Find(w.Blamed)
		assert.True(t, found, "%s blames %q", w.Address(), w.Blamed)
		assert.False(t, seen[w.Address()], "%s is there twice", w.Address())
		seen[w.Address()] = true
		assert.True(t, w.folder != "" || w.Wanted != "", "%s does not say what is wanted", w.Address())
	}
}

// No check without a wrong program: nobody has seen it fail.
func TestEveryCheckHasAWrongProgram(t *testing.T) {
	without := map[string]bool{}
	for _, stage := range stages.All() {
		for _, c := range stage.Checks {
			without[stage.Number+"/"+c.Name] = true
		}
	}
	for _, w := range allWrong(t) {
		delete(without, w.Stage+"/"+w.Blamed)
	}
	assert.Empty(t, slices.Sorted(maps.Keys(without)), "checks that no wrong program is blamed by: see package mistakes")
}
