package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/exercise"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/stages"
)

const wantedByStart lang.Format = "wanted: start STAGE DIR, or start all DIR; for another language: start STAGE DIR python (or c, node)"

// start copies the starter of an exercise, or of all, out of the clone, where
// pulling cannot meet the participant's own work.
func start(root string, args []string) error {
	if len(args) < 2 || len(args) > 3 || strings.HasPrefix(args[1], "-") {
		return badUsage(wantedByStart)
	}
	language := ""
	if len(args) == 3 {
		language = args[2]
	}
	if args[0] == "all" {
		return startAll(root, args[1], language)
	}
	stage, name, err := findCheck(args[0])
	if err != nil || name != "" {
		return badUsage("there is no stage %q; the stages are 01 to 06", args[0])
	}
	target, err := outside(root, args[1])
	if err != nil {
		return err
	}
	if err := startOne(root, stage, target, language); err != nil {
		return err
	}
	say("The exercise of stage %s is in %s: look for TODO 1.", stage.Number, target)
	say("Check it, in %s, with", root)
	printf("\n  %s %s %s\n\n", command(), stage.Number, shellQuoted(target))
	if language == "" {
		say("To run it by hand:")
		printf("\n  cd %s\n  go run .\n", shellQuoted(target))
		return nil
	}
	starter, err := exercise.FindStarter(target, target)
	if err != nil {
		return err
	}
	say("or, which is the same in any language,")
	printf("\n  %s%s %s -- %s\n", buildBefore(starter), command(), stage.Number, quotedWords(starter.Run))
	return nil
}

// startAll makes a folder for each stage. A stage without the language gets the
// exercise in Go.
func startAll(root, dir, language string) error {
	target, err := outside(root, dir)
	if err != nil {
		return err
	}
	for _, stage := range stages.All() {
		folder, in := filepath.Join(target, stage.Folder), language
		if _, err := os.Stat(filepath.Join(root, stage.Folder, "exercise", in)); err != nil {
			in = ""
		}
		if err := startOne(root, stage, folder, in); err != nil {
			return err
		}
		printf("%s  %s\n", folder, cmp.Or(in, "go"))
	}
	first := stages.All()[0]
	printf("\n")
	say("Begin with TODO 1 in %s, and check it, in %s, with", first.Folder, root)
	printf("\n  %s %s %s\n\n", command(), first.Number, shellQuoted(filepath.Join(target, first.Folder)))
	say("How far all six are:")
	printf("\n  %s %s\n", command(), shellQuoted(target))
	return nil
}

// startOne copies the starter of one stage to target, which it makes.
func startOne(root string, stage check.Stage, target, language string) error {
	source := filepath.Join(root, stage.Folder, "exercise", language)
	if !slices.ContainsFunc(exercise.Languages, func(l exercise.Language) bool { return l.Folder == language }) && language != "" || !isFolder(source) {
		return lang.Errorf("stage %s has no such exercise: there is Go in each, Python and Node in 01, 02 and 04, C in 01 and 02, and Python in 06", stage.Number)
	}
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	if err := copyStarter(source, target); err != nil {
		return err
	}
	if language == "" {
		return makeModule(root, stage, target)
	}
	return nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// buildBefore returns the command that compiles a starter, in a line of its own:
// not every shell has &&.
func buildBefore(starter exercise.Starter) string {
	if starter.Build == nil {
		return ""
	}
	return quotedWords(starter.Build) + "\n  "
}

func quotedWords(words []string) string {
	var quoted []string
	for _, word := range words {
		quoted = append(quoted, shellQuoted(word))
	}
	return strings.Join(quoted, " ")
}

// outside returns the absolute path of dir, which must be empty or new, and
// not in the clone.
func outside(root, dir string) (string, error) {
	target, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if relative, err := filepath.Rel(root, target); err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator)) {
		return "", lang.Errorf("%s is inside the clone, where git pull would meet your work: choose a folder elsewhere", dir)
	}
	if entries, err := os.ReadDir(target); err == nil && len(entries) > 0 {
		return "", lang.Errorf("%s is not empty: choose a new folder", dir)
	}
	return target, nil
}

// copyStarter copies the files of source, with their comments in the reader's
// language; its folders are other languages, and the solution.
func copyStarter(source, target string) error {
	entries, err := os.ReadDir(source)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.IsDir() || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		content, err := os.ReadFile(filepath.Join(source, entry.Name()))
		if err != nil {
			return err
		}
		translated := exercise.Translate(string(content), reader)
		if err := os.WriteFile(filepath.Join(target, entry.Name()), []byte(translated), 0o644); err != nil {
			return err
		}
	}
	return nil
}

var localReplace = regexp.MustCompile(`=> (\.\./\S+)`)

// makeModule gives target the go.mod and go.sum of its stage, with the paths to
// our modules made absolute, and the stage itself among them. It needs no
// network: what builds in the clone builds there.
func makeModule(root string, stage check.Stage, target string) error {
	folder := filepath.Join(root, stage.Folder)
	content, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		return err
	}
	own := "example.com/socket-tutorial/" + stage.Folder
	mod := strings.Replace(string(content), "module "+own, "module exercise", 1)
	mod = localReplace.ReplaceAllStringFunc(mod, func(arrow string) string {
		return "=> " + modPath(filepath.Join(folder, strings.TrimPrefix(arrow, "=> ")))
	})
	mod += fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %s\n", own, own, modPath(folder))
	if err := os.WriteFile(filepath.Join(target, "go.mod"), []byte(mod), 0o644); err != nil {
		return err
	}
	sums, err := os.ReadFile(filepath.Join(folder, "go.sum"))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(target, "go.sum"), sums, 0o644)
}

// modPath writes path as go.mod wants it.
func modPath(path string) string { return strconv.Quote(filepath.ToSlash(path)) }
