// Package exercise knows what an exercise is made of: starters in several
// languages, and numbered TODOs that name the checks they are for.
package exercise

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"example.com/socket-tutorial/harness/lang"
)

// Language is one that starters are written in beside Go.
type Language struct {
	Folder string // in the exercise of a stage
	Needs  string // the program that compiles or interprets it
}

// Languages are all of them.
var Languages = []Language{{"c", "cc"}, {"python", "python3"}, {"node", "node"}}

// Files returns the sources of all starters of the repository at root.
func Files(root string) ([]string, error) {
	all, err := filepath.Glob(filepath.Join(root, "*", "exercise", "main*.go"))
	for _, language := range Languages {
		more, another := filepath.Glob(filepath.Join(root, "*", "exercise", language.Folder, "*.*"))
		all, err = append(all, more...), cmp.Or(err, another)
	}
	return all, err
}

// Starter is how a starter that is not written in Go is built and run.
type Starter struct {
	File  string
	Build []string // the words of the command that compiles it; nil: none does
	Run   []string // the words behind --
}

// ownCommand is what a starter that is not written in Go says about itself:
//
//	go run ./harness 04 -- python3 server.py {port} {protocol}
var ownCommand = regexp.MustCompile(`go run \./harness \d\d -- (?:python3 |node )?\S+([^\n]*)`)

// FindStarter returns the starter in folder. A program that has to be compiled
// goes to bin.
func FindStarter(folder, bin string) (Starter, error) {
	file, interpreter := findSource(folder)
	if file == "" {
		return Starter{}, lang.Errorf("%s holds no starter that is known", folder)
	}
	if interpreter != "" {
		return Starter{File: file, Run: append([]string{interpreter, file}, arguments(file)...)}, nil
	}
	binary := filepath.Join(bin, strings.TrimSuffix(filepath.Base(file), ".c"))
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	return Starter{file, []string{"cc", "-Wall", "-o", binary, file}, append([]string{binary}, arguments(file)...)}, nil
}

// findSource returns the source in folder that says how it is run, as starters do
// ("python3 server.py"), and its interpreter. Others may lie beside it: a client to try
// the server with. Where none says so, it is the first.
func findSource(folder string) (file, interpreter string) {
	for _, kind := range []struct{ ending, interpreter, calls string }{{".py", "python3", "python3 "}, {".js", "node", "node "}, {".c", "", "./"}} {
		files, err := filepath.Glob(filepath.Join(folder, "*"+kind.ending))
		if err != nil {
			continue
		}
		for _, found := range files {
			content, err := os.ReadFile(found)
			own := kind.calls + strings.TrimSuffix(filepath.Base(found), ".c")
			if err == nil && strings.Contains(string(content), own) {
				return found, kind.interpreter
			}
			if file == "" {
				file, interpreter = found, kind.interpreter
			}
		}
	}
	return file, interpreter
}

// arguments returns those that the file itself says it takes, or the port alone.
func arguments(file string) []string {
	if content, err := os.ReadFile(file); err == nil {
		if match := ownCommand.FindSubmatch(content); match != nil {
			return strings.Fields(string(match[1]))
		}
	}
	return []string{"{port}"}
}
