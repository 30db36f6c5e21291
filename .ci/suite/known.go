package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// entry is a line of a list: a test with all its subtests, how often it may
// fail in one run, and the reason.
type entry struct {
	id
	limit  int
	reason string
}

// readList reads a list: PACKAGE TEST LIMIT REASON in each line, or without
// the limit. A # begins a comment. No file is an empty list.
func readList(name string, limited bool) ([]*entry, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var list []*entry
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		words := strings.Fields(lines.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		e, err := parseEntry(words, limited)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, number, err)
		}
		list = append(list, e)
	}
	return list, lines.Err()
}

func parseEntry(words []string, limited bool) (*entry, error) {
	e := &entry{}
	if limited && len(words) > 2 {
		limit, err := strconv.Atoi(words[2])
		if err != nil || limit < 1 {
			return nil, fmt.Errorf("%q is not a limit", words[2])
		}
		e.limit = limit
		words = append(words[:2:2], words[3:]...)
	}
	if len(words) < 3 {
		return nil, fmt.Errorf("an entry has a package, a test, and a reason")
	}
	e.id = id{words[0], words[1]}
	e.reason = strings.Join(words[2:], " ")
	return e, nil
}

// find returns the entry of a test or of one above it, nil where there is
// none. The entry - stands for all tests of a package.
func find(list []*entry, test id) *entry {
	for _, e := range list {
		if e.Package == test.Package && (e.Test == "-" || e.Test == test.Test || strings.HasPrefix(test.Test, e.Test+"/")) {
			return e
		}
	}
	return nil
}
