// Command suite runs go test, shows what go test shows, and counts what was
// skipped and why.
//
//	suite -name NAME [-tally FILE] [-flaky FILE] [-unable FILE] -- FLAGS -- PACKAGES
//	suite -sum FILE
//
// A test that fails is run again only where the file of -flaky has it, with a
// reason and a limit, and never after a data race. The file of -unable has
// tests that cannot pass in the place where they run; they count as skipped.
// What a run counted is appended to the tally, which -sum adds up.
//
//	main.go    the command
//	events.go  what go test -json says
//	known.go   the two lists
//	repeat.go  which failures count, and what runs again
//	tally.go   the counts of one run, and of all
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
)

func main() {
	name := flag.String("name", "tests", "what the counts are called")
	tallyFile := flag.String("tally", "", "append the counts to this `file`")
	flakyFile := flag.String("flaky", "", "the `list` of tests that may be repeated")
	unableFile := flag.String("unable", "", "the `list` of tests that cannot pass here")
	sum := flag.String("sum", "", "add up the runs of this `file`, and run nothing")
	flag.Parse()
	ok, err := false, error(nil)
	if *sum != "" {
		ok, err = printSum(os.Stdout, *sum)
	} else {
		ok, err = runSuite(*name, *tallyFile, *flakyFile, *unableFile, flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "suite:", err)
	}
	if !ok || err != nil {
		os.Exit(1)
	}
}

// runSuite runs the tests that args name (go test's flags, --, packages) and
// reports whether all passed that had to.
func runSuite(name, tallyFile, flakyFile, unableFile string, args []string) (bool, error) {
	flaky, err := readList(flakyFile, true)
	if err != nil {
		return false, err
	}
	unable, err := readList(unableFile, false)
	if err != nil {
		return false, err
	}
	dashes := slices.Index(args, "--")
	if dashes < 0 {
		return false, fmt.Errorf("no -- between go test's flags and the packages")
	}
	flags := args[:dashes]
	test := func(extra []string, packages ...string) (run, error) {
		return goTest(os.Stdout, slices.Concat(flags, extra), packages)
	}
	result, err := test(nil, args[dashes+1:]...)
	if err != nil {
		return false, err
	}
	counts := judge(os.Stdout, result, flaky, unable, test)
	counts.Name = name
	fmt.Println(counts)
	return counts.ok(), counts.appendTo(tallyFile)
}

// goTest runs go test -json and shows on out what go test would without it.
// That tests fail is no error; that go test cannot be run is one.
func goTest(out io.Writer, flags, packages []string) (run, error) {
	cmd := exec.Command("go", slices.Concat([]string{"test", "-json"}, flags, packages)...)
	cmd.Stderr = os.Stderr
	events, err := cmd.StdoutPipe()
	if err != nil {
		return run{}, err
	}
	if err := cmd.Start(); err != nil {
		return run{}, err
	}
	result := readEvents(events, out)
	if err := cmd.Wait(); err != nil {
		result.failed = true
	}
	return result, nil
}
