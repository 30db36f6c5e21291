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
// blocks, in parallel subtests. self has, by "./FOLDER", shell words that start a
// program which then need not be built. What was counted is logged.
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
	t.Cleanup(func() { t.Log(&counted) })
	runAll(t, root, lessons, self, &counted)
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

// runAll runs the console blocks, chapters side by side. One of the translation
// that is the same to the letter as one of the original need not be run.
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
	var chosen []run
	for _, l := range lessons {
		var originals [][]step
		for _, c := range l.english.chapters() {
			steps := l.english.allSteps(c)
			chosen = append(chosen, run{l.english, c, steps})
			originals = append(originals, steps)
		}
		for _, c := range l.chinese.chapters() {
			steps := l.chinese.allSteps(c)
			if slices.ContainsFunc(originals, func(o []step) bool { return same(o, steps) }) {
				counted.same += len(c.blocks)
				continue
			}
			chosen = append(chosen, run{l.chinese, c, steps})
		}
	}
	// Another name changes a file's ctime, and so the tag that a server makes of it:
	// all of them are there, and a tick old, before one is asked for.
	copies := make([]*workspace, len(chosen))
	for i := range chosen {
		if copies[i], err = w.another(t.TempDir()); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range chosen {
		if err := w.build(r.steps); err != nil {
			t.Fatal(err)
		}
	}
	for i, r := range chosen {
		r.test(t, copies[i], counted)
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

// run is a chapter that is to be run.
type run struct {
	document *Document
	chapter  chapter
	steps    []step
}

// test runs a chapter in its own copy of the repository, and in a network of its own
// where one can be had. It is over when t is.
func (r run) test(t *testing.T, own *workspace, counted *counts) {
	t.Run(strings.ReplaceAll(r.document.Path, "/", ":")+":"+r.chapter.title, func(t *testing.T) {
		t.Parallel()
		blocks := len(r.chapter.blocks)
		reason := own.lacking(r.steps)
		if reason == "" && private() != nil {
			hold(t)
			reason = portsHeld()
		}
		if reason != "" {
			counted.skip(blocks)
			t.Skip(reason)
		}
		problems, commands := r.document.run(r.chapter, own)
		counted.ran(blocks, commands)
		report(t, problems)
	})
}
