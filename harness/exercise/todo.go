package exercise

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// TODO is a step of an exercise.
type TODO struct {
	Number int
	Checks []string // the names of those that it is for
}

// todo is how one is written in a comment: TODO 3 (target, long-target): what to
// do. The names may go on in the next line.
var todo = regexp.MustCompile(`\bTODO (\d+) \(([a-z0-9., \r\n\t/#*-]+)\):`)

var name = regexp.MustCompile(`[a-z0-9][a-z0-9.-]*`)

// TODOs returns those in text, in the order in which they stand there.
func TODOs(text string) []TODO {
	var all []TODO
	for _, match := range todo.FindAllStringSubmatch(text, -1) {
		number, err := strconv.Atoi(match[1])
		if err != nil {
			continue // a number beyond all bounds is no step
		}
		all = append(all, TODO{number, name.FindAllString(match[2], -1)})
	}
	return all
}

// Find returns the TODO that is for the check called name, as the sources in the
// first of folders have it that names the check; 0: none does.
func Find(name string, folders ...string) int {
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.*"))
		if err != nil {
			continue
		}
		// main.go before main_windows.go, which is for those who have it.
		slices.SortFunc(files, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
		for _, file := range files {
			info, err := os.Stat(file)
			if err != nil || !info.Mode().IsRegular() || info.Size() > 1<<20 {
				continue
			}
			content, err := os.ReadFile(file)
			if err != nil {
				continue
			}
			for _, step := range TODOs(string(content)) {
				if slices.Contains(step.Checks, name) {
					return step.Number
				}
			}
		}
	}
	return 0
}
