package docs

import (
	"io/fs"
	"os"
	"strings"
)

// suffixes are the languages whose blocks are quotations of files.
var suffixes = map[string]string{"go": ".go", "python": ".py", "javascript": ".js"}

// free are the languages that show something other than code or commands.
var free = map[string]bool{"console": true, "text": true, "mermaid": true, "http": true, "html": true, "json": true}

// Sources are the repository's files of code: lines without surrounding space, by
// the file's path.
type Sources map[string][]string

// ReadSources reads every file below root that a lesson may quote.
func ReadSources(root string) (Sources, error) {
	sources := Sources{}
	err := walk(root, func(path string, _ fs.DirEntry) error {
		if !quotable(path) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sources[path] = trimmed(strings.Split(string(text), "\n"))
		return nil
	})
	return sources, err
}

func quotable(path string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(path, suffix) {
			return true
		}
	}
	return false
}

func trimmed(lines []string) []string {
	result := make([]string, len(lines))
	for i, line := range lines {
		result[i] = strings.TrimSpace(line)
	}
	return result
}

// CheckQuotes looks for each block of code in the files of its language.
func (d *Document) CheckQuotes(sources Sources) []Problem {
	var problems []Problem
	for _, f := range d.Fences {
		suffix, code := suffixes[f.Language]
		switch {
		case !code && !free[f.Language]:
			problems = append(problems, d.problem(f.Line-1, "fence %q: use console, go, python, javascript, text, mermaid, http, html or json", f.Language))
		case code && !(f.Language == "go" && f.Rest == "sketch") && !sources.contain(suffix, pieces(f.Lines)):
			problems = append(problems, d.problem(f.Line, "this %s code is in no file (longest beginning found: %d of %d lines)",
				f.Language, sources.longest(suffix, f.Lines), len(f.Lines)))
		}
	}
	return problems
}

// pieces splits a quotation where it says that lines are left out.
func pieces(lines []string) [][]string {
	split := [][]string{nil}
	for _, line := range trimmed(lines) {
		if line == "// …" || line == "# …" {
			split = append(split, nil)
			continue
		}
		split[len(split)-1] = append(split[len(split)-1], line)
	}
	return split
}

func (s Sources) contain(suffix string, pieces [][]string) bool {
	for path, lines := range s {
		if strings.HasSuffix(path, suffix) && inOrder(lines, pieces) {
			return true
		}
	}
	return false
}

// longest is for the message: how many of lines one file has in a row.
func (s Sources) longest(suffix string, lines []string) int {
	n := 0
	for n < len(lines) && s.contain(suffix, pieces(lines[:n+1])) {
		n++
	}
	return n
}

// inOrder reports whether all pieces are in lines, one after the other.
func inOrder(lines []string, pieces [][]string) bool {
	for _, piece := range pieces {
		at := index(lines, piece)
		if at < 0 {
			return false
		}
		lines = lines[at+len(piece):]
	}
	return true
}

func index(lines, piece []string) int {
	for at := 0; at+len(piece) <= len(lines); at++ {
		n := 0
		for n < len(piece) && lines[at+n] == piece[n] {
			n++
		}
		if n == len(piece) {
			return at
		}
	}
	return -1
}
