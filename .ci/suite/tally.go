package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// tally is what one run counted. Tests are those without subtests.
type tally struct {
	Name    string
	Passed  int
	Ran     []string
	Failed  []string
	Flaked  []string
	Skipped map[string]string // the reason for each test
}

func (t tally) ok() bool { return len(t.Failed) == 0 }

func (t tally) String() string {
	var b strings.Builder
	for _, test := range t.Failed {
		fmt.Fprintf(&b, "failed: %s\n", test)
	}
	for _, test := range t.Flaked {
		fmt.Fprintf(&b, "flaked: %s\n", test)
	}
	for _, line := range byReason(t.Skipped) {
		fmt.Fprintf(&b, "skipped: %s\n", line)
	}
	fmt.Fprintf(&b, "%s: %d passed, %d failed, %d flaked, %d skipped", t.Name, t.Passed, len(t.Failed), len(t.Flaked), len(t.Skipped))
	return b.String()
}

// byReason groups skipped tests: the most common reason comes first. What stands
// behind a colon differs from test to test.
func byReason(skipped map[string]string) []string {
	count := map[string]int{}
	for _, reason := range skipped {
		kind, _, _ := strings.Cut(reason, ": ")
		count[kind]++
	}
	reasons := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(count[b]-count[a], strings.Compare(a, b))
	})
	for i, reason := range reasons {
		reasons[i] = fmt.Sprintf("%d × %s", count[reason], reason)
	}
	return reasons
}

func (t tally) appendTo(name string) error {
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(file).Encode(t), file.Close())
}

// printSum adds up the runs of a tally and prints one line, the last of CI. A
// test that was skipped in one run and ran in another was not skipped.
func printSum(out io.Writer, name string) (bool, error) {
	file, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer file.Close()
	sum := tally{Skipped: map[string]string{}}
	for runs := json.NewDecoder(file); runs.More(); {
		var t tally
		if err := runs.Decode(&t); err != nil {
			return false, err
		}
		sum.Passed += t.Passed
		sum.Ran = append(sum.Ran, t.Ran...)
		sum.Failed = append(sum.Failed, t.Failed...)
		sum.Flaked = append(sum.Flaked, t.Flaked...)
		maps.Copy(sum.Skipped, t.Skipped)
	}
	for _, test := range sum.Ran {
		delete(sum.Skipped, test)
	}
	fmt.Fprintf(out, "%d passed, %d failed, %d flaked, %d skipped wherever they ran", sum.Passed, len(sum.Failed), len(sum.Flaked), len(sum.Skipped))
	if reasons := byReason(sum.Skipped); len(reasons) > 0 {
		fmt.Fprintf(out, ": %s", strings.Join(reasons, "; "))
	}
	fmt.Fprintln(out)
	return sum.ok(), nil
}
