package main

import (
	"bufio"
	gobuild "go/build"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.com/socket-tutorial/harness/exercise"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/report"
)

const wantedBySolution lang.Format = "wanted: solution STAGE, or for another language: solution STAGE python (or c, node)"

// solution prints a finished exercise, but not by accident: who sees it has lost
// the exercise. A reader at a terminal is asked, and a script says -show.
func solution(root string, args []string, question io.Reader, asks bool) error {
	show := slices.Contains(args, "-show")
	args = slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == "-show" })
	if len(args) < 1 || len(args) > 2 {
		return badUsage(wantedBySolution)
	}
	stage, name, err := findCheck(args[0])
	if err != nil {
		return err
	}
	if name != "" {
		return badUsage(wantedBySolution)
	}
	folder, language := filepath.Join(root, stage.Folder, "exercise", "solution"), "Go"
	if len(args) == 2 {
		folder, language = filepath.Join(folder, args[1]), args[1]
		if !slices.ContainsFunc(exercise.Languages, func(l exercise.Language) bool { return l.Folder == args[1] }) || !isFolder(folder) {
			return lang.Errorf("stage %s has no solution in %s", stage.Number, args[1])
		}
	}
	if !show {
		if !asks {
			return badUsage("this would print the whole solution of exercise %s: say so with -show", stage.Number)
		}
		warning := in("This prints the whole solution of exercise %s in %s. The hint of the first failure is shorter.", stage.Number, language)
		printf("%s\n", report.Wrap(warning, 0))
		printf("%s", in("Type yes to see it all the same: "))
		answer, _ := bufio.NewReader(question).ReadString('\n') // no answer is no
		if strings.TrimSpace(answer) != "yes" {
			say("Not shown.")
			return nil
		}
	}
	return printSources(folder)
}

// printSources prints the sources in folder, tests and those of other systems
// aside.
func printSources(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if name := entry.Name(); entry.IsDir() || strings.HasSuffix(name, "_test.go") || !isForThisSystem(folder, name) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return err
		}
		printf("%s", content)
	}
	return nil
}

// isForThisSystem reports whether a source is compiled here.
func isForThisSystem(folder, name string) bool {
	if filepath.Ext(name) != ".go" {
		return true
	}
	is, err := gobuild.Default.MatchFile(folder, name)
	return is || err != nil
}
