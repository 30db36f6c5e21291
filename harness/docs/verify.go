package docs

import (
	"maps"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// lesson is a lesson in its two languages.
type lesson struct{ english, chinese *Document }

// Verify checks the lessons at paths, relative to root, and runs their console
// blocks. self has, by "./FOLDER", shell words that start a program which
// then need not be built. What was counted is logged.
func Verify(t *testing.T, root string, paths []string, self map[string]string) {
	sources, err := ReadSources(root)
	if err != nil {
		t.Fatal(err)
	}
	var counted counts
	var lessons []lesson
	for _, path := range paths {
		d, err := Read(root, path)
		if err != nil {
			t.Fatal(err)
		}
		counted.add(d)
		report(t, d.Check(sources))
		other, err := Read(root, counterpart(path))
		if err != nil {
			t.Errorf("%s has no translation: %v", path, err)
			continue
		}
		if filepath.Base(path) == English {
			report(t, CheckLanguages(d, other))
			lessons = append(lessons, lesson{d, other})
		}
	}
	runAll(t, root, lessons, self, &counted)
	t.Log(&counted)
}

func report(t *testing.T, problems []Problem) {
	for _, p := range problems {
		t.Error(p)
	}
}

// Check is every check of one document that runs nothing.
func (d *Document) Check(sources Sources) []Problem {
	problems := d.CheckLinks()
	problems = append(problems, d.CheckQuotes(sources)...)
	problems = append(problems, d.CheckMap()...)
	problems = append(problems, d.CheckPunctuation()...)
	return append(problems, d.CheckConsole()...)
}

// runAll runs the console blocks, chapter by chapter. A chapter of the
// translation that is the same to the letter has been run with the original.
func runAll(t *testing.T, root string, lessons []lesson, self map[string]string, counted *counts) {
	if counted.blocks == 0 {
		return
	}
	reason := noShell()
	if testing.Short() {
		reason = "console blocks are run without -short only"
	}
	if reason != "" {
		counted.skipped = counted.blocks
		t.Run("console", func(t *testing.T) { t.Skip(reason) })
		return
	}
	w, err := newWorkspace(root, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(w.programs, self)
	for _, l := range lessons {
		var done [][]step
		for _, c := range l.english.chapters() {
			if runChapter(t, l.english, c, w, counted) {
				done = append(done, l.english.allSteps(c))
			}
		}
		for _, c := range l.chinese.chapters() {
			steps := l.chinese.allSteps(c)
			if slices.ContainsFunc(done, func(d []step) bool { return same(d, steps) }) {
				counted.same += len(c.blocks)
				continue
			}
			runChapter(t, l.chinese, c, w, counted)
		}
	}
}

// noShell returns why no console block can be run here, or "".
func noShell() string {
	if runtime.GOOS != "linux" {
		return "console blocks are run on Linux only, where every stage runs in full"
	}
	if _, err := exec.LookPath("bash"); err != nil {
		return "console blocks are run by bash, which is not installed"
	}
	return ""
}

// allSteps are a chapter's, in order.
func (d *Document) allSteps(c chapter) (all []step) {
	for _, f := range c.blocks {
		steps, _ := d.steps(f)
		all = append(all, steps...)
	}
	return all
}

// same reports whether two languages show the same, wherever it stands.
func same(a, b []step) bool {
	return slices.EqualFunc(a, b, func(a, b step) bool {
		a.line, b.line = 0, 0
		return reflect.DeepEqual(a, b)
	})
}

// runChapter reports whether the chapter was run and not skipped.
func runChapter(t *testing.T, d *Document, c chapter, w *workspace, counted *counts) (ran bool) {
	t.Run(strings.ReplaceAll(d.Path, "/", ":")+":"+c.title, func(t *testing.T) {
		steps := d.allSteps(c)
		if err := w.build(steps); err != nil {
			t.Fatal(err)
		}
		reason := w.lacking(steps)
		if reason == "" && private() != nil {
			hold(t)
			reason = portsHeld()
		}
		if reason != "" {
			counted.skipped += len(c.blocks)
			t.Skip(reason)
		}
		ran = true
		problems, commands := d.run(c, w)
		counted.run += len(c.blocks)
		counted.typed += commands
		report(t, problems)
	})
	return ran
}
