package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// judge counts what a run did. A failure is forgiven where unable has it, and
// repeated once where flaky has it and its limit is not reached. again runs
// go test with more flags.
func judge(out io.Writer, r run, flaky, unable []*entry, again func(flags []string, packages ...string) (run, error)) tally {
	t := tally{Passed: len(r.leaves("pass")), Skipped: map[string]string{}}
	for _, test := range r.leaves("skip") {
		t.Skipped[test.String()] = r.reason(test)
	}
	for _, test := range r.leaves("pass") {
		t.Ran = append(t.Ran, test.String())
	}
	blamed := map[string]bool{} // packages whose failure is a test's
	for _, test := range append(r.leaves("fail"), r.leaves("")...) {
		blamed[test.Package] = true
		if e := find(unable, test); e != nil {
			t.Skipped[test.String()] = e.reason
			continue
		}
		e := find(flaky, test)
		switch {
		case r.raced(test) || r.raced(id{Package: test.Package}):
			t.Failed = append(t.Failed, test.String()+" (a data race is never repeated)")
		case r.ended[test] == "" || e == nil || e.limit == 0:
			t.Failed = append(t.Failed, test.String())
		default:
			e.limit--
			fmt.Fprintf(out, "once more, as %s is listed: %s\n", test, e.reason)
			if second, err := again([]string{"-count=1", "-run", exactly(test.Test)}, prefix+test.Package); err != nil || second.failed {
				t.Failed = append(t.Failed, test.String()+" (twice)")
				continue
			}
			t.Flaked = append(t.Flaked, test.String()+": "+e.reason)
		}
	}
	for p, action := range r.ended {
		if p.Test == "" && action == "fail" && !blamed[p.Package] {
			t.Failed = append(t.Failed, p.Package+" (the package)")
		}
	}
	if r.failed && len(r.ended) == 0 {
		t.Failed = append(t.Failed, "go test itself")
	}
	return t
}

// exactly is the pattern for -run that matches the test and its subtests.
func exactly(test string) string {
	names := strings.Split(test, "/")
	for i, name := range names {
		names[i] = "^" + regexp.QuoteMeta(name) + "$"
	}
	return strings.Join(names, "/")
}
