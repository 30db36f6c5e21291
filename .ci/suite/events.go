package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// prefix is what the packages of the repository have in common: lists and
// counts do without it.
const prefix = "example.com/socket-tutorial/"

// event is one line of go test -json: see go doc test2json.
type event struct {
	Action, Package, ImportPath, Test, Output string
}

// id names a test, or with an empty test a whole package.
type id struct{ Package, Test string }

func (t id) String() string { return strings.TrimSpace(t.Package + " " + t.Test) }

// run is what one go test did.
type run struct {
	failed  bool // go test's own verdict
	ended   map[id]string
	output  map[id]*strings.Builder
	started []id
}

// readEvents reads all that go test says, and copies to out its line for each
// package, before that the output of what failed, and what did not compile.
func readEvents(events io.Reader, out io.Writer) run {
	r := run{ended: map[id]string{}, output: map[id]*strings.Builder{}}
	lines := bufio.NewReader(events)
	for {
		line, err := lines.ReadBytes('\n')
		var e event
		if json.Unmarshal(line, &e) == nil && e.Action != "" {
			r.take(e, out)
		} else {
			out.Write(line)
		}
		if err != nil {
			return r
		}
	}
}

func (r *run) take(e event, out io.Writer) {
	test := id{strings.TrimPrefix(e.Package, prefix), e.Test}
	switch e.Action {
	case "build-output":
		io.WriteString(out, e.Output)
	case "run":
		r.started = append(r.started, test)
	case "output":
		if r.output[test] == nil {
			r.output[test] = &strings.Builder{}
		}
		r.output[test].WriteString(e.Output)
	case "pass", "fail", "skip":
		r.ended[test] = e.Action
		switch {
		case test.Test == "":
			r.showPackage(test, out)
		case e.Action == "pass" && !r.raced(test):
			delete(r.output, test) // it may be megabytes
		}
	}
}

// showPackage prints what a package's failed tests said, and its last line.
func (r *run) showPackage(p id, out io.Writer) {
	if r.ended[p] == "fail" {
		for _, test := range r.started {
			if test.Package == p.Package && r.ended[test] != "pass" && r.ended[test] != "skip" {
				io.WriteString(out, r.said(test))
			}
		}
		io.WriteString(out, r.said(p))
		return
	}
	lines := strings.SplitAfter(r.said(p), "\n")
	for _, line := range lines {
		if strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "? ") {
			fmt.Fprint(out, line)
		}
	}
}

func (r *run) said(test id) string {
	if r.output[test] == nil {
		return ""
	}
	return r.output[test].String()
}

func (r *run) raced(test id) bool {
	return strings.Contains(r.said(test), "WARNING: DATA RACE")
}

// leaves returns the tests that ended so and have no subtest that did: those
// that decided it. A test that never ended has ended as "".
func (r *run) leaves(action string) []id {
	var all []id
	for _, test := range r.started {
		if r.ended[test] == action {
			all = append(all, test)
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(test id) bool {
		return slices.ContainsFunc(all, func(other id) bool {
			return other.Package == test.Package && strings.HasPrefix(other.Test, test.Test+"/")
		})
	})
}

var skipped = regexp.MustCompile(`(?m)^ +\w+\.go:\d+: (.*)$`)

// reason is what a skipped test said last before it ended.
func (r *run) reason(test id) string {
	lines := skipped.FindAllStringSubmatch(r.said(test), -1)
	if len(lines) == 0 {
		return "no reason given"
	}
	return lines[len(lines)-1][1]
}
