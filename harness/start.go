package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
)

// start copies the starter of an exercise out of the clone, where pulling
// cannot meet the participant's own work.
func start(root string, args []string) error {
	if len(args) < 2 || len(args) > 3 || strings.HasPrefix(args[1], "-") {
		return badUsage("wanted: start STAGE DIR, or for another language: start STAGE DIR python")
	}
	stage, name, err := findCheck(args[0])
	if err != nil || name != "" {
		return badUsage("there is no stage %q; the stages are 01 to 06", args[0])
	}
	source := filepath.Join(root, stage.Folder, "exercise")
	if len(args) == 3 {
		source = filepath.Join(source, args[2])
	}
	if info, err := os.Stat(source); err != nil || !info.IsDir() {
		return fmt.Errorf("stage %s has no such exercise: there is Go in each, and python and node in 01 and 04", stage.Number)
	}
	target, err := outside(root, args[1])
	if err != nil {
		return err
	}
	if err := copyStarter(source, target); err != nil {
		return err
	}
	command := "-- " + foreignCommand(target)
	if len(args) == 2 {
		if err := makeModule(root, stage, target); err != nil {
			return err
		}
		command = shellQuoted(target)
	}
	printf("The exercise of stage %s is in %s: look for TODO 1.\nCheck it, in %s, with\n\n  go run ./harness %s %s\n",
		stage.Number, target, root, stage.Number, command)
	if len(args) == 2 {
		printf("\nTo run it by hand:\n\n  cd %s && go run .\n", shellQuoted(target))
	}
	return nil
}

// outside returns the absolute path of dir, which must be empty or new, and
// not in the clone.
func outside(root, dir string) (string, error) {
	target, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if relative, err := filepath.Rel(root, target); err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator)) {
		return "", fmt.Errorf("%s is inside the clone, where git pull would meet your work: choose a folder elsewhere", dir)
	}
	if entries, err := os.ReadDir(target); err == nil && len(entries) > 0 {
		return "", fmt.Errorf("%s is not empty: choose a new folder", dir)
	}
	return target, os.MkdirAll(target, 0o755)
}

// languages are folders beside a Go starter that hold the same exercise.
var languages = map[string]bool{"python": true, "node": true}

// copyStarter copies the files of source, tests and other languages aside.
func copyStarter(source, target string) error {
	entries, err := os.ReadDir(source)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		from, to := filepath.Join(source, entry.Name()), filepath.Join(target, entry.Name())
		switch {
		case strings.HasSuffix(entry.Name(), "_test.go") || languages[entry.Name()]:
		case entry.IsDir():
			if err := os.CopyFS(to, os.DirFS(from)); err != nil {
				return err
			}
		default:
			content, err := os.ReadFile(from)
			if err != nil {
				return err
			}
			if err := os.WriteFile(to, content, 0o644); err != nil {
				return err
			}
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

// foreignCommand returns how the starter in target, not written in Go, is run.
func foreignCommand(target string) string {
	for pattern, interpreter := range map[string]string{"*.py": "python3", "*.js": "node", "*.mjs": "node"} {
		if files, err := filepath.Glob(filepath.Join(target, pattern)); err == nil && len(files) > 0 {
			words := program.StarterWords(files[0])
			words[0] = shellQuoted(words[0])
			return interpreter + " " + strings.Join(words, " ")
		}
	}
	return "COMMAND {port}"
}
