// Package mistakes is a table of wrong programs, one line each: a right program
// with one of its decisions replaced. Each must be blamed by one check, and no
// check is without a wrong program.
//
// To add one, write a row into the table of its stage:
//
//	{"get-is-GET", "lowercase-method", "wanted 501", "it takes get for GET",
//		func(s *right.Server) { s.Prepare = func(r *right.Request) { r.Method = strings.ToUpper(r.Method) } }},
//
// that is the mistake's name; the check that must blame it; what the harness must say
// at the caret, word for word; the mistake in one sentence, as go run ./harness wrong
// lists it; and the change that makes it. Where no field of the right program can be
// changed into it, give the program one more: see package right. Then
//
//	go test ./harness -run TestMistakes/04/get-is-GET          its check
//	go test ./harness -run TestMistakes/04/get-is-GET -all     every check of the stage
//	go run ./harness wrong 04/get-is-GET                       what a participant would read
//
// With -all no other check may fail, unless it needs the one that is blamed; CI runs
// it so. What fails for the same reason says so in its Needs. Where the whole failure
// is worth keeping, make an empty testdata/04/get-is-GET.txt, and -update
// fills it in, and one beside it for each other language. What it does wrong is wanted
// in each of them: go test ./harness/words asks for it.
//
// Nothing is compiled for a mistake: the harness, or its test, runs itself again
// with the mistake's address in the environment. A mistake that is a lesson, to be
// read as learners write it, is a program of its own in testdata/wrong.
package mistakes

import (
	"fmt"
	"os"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/mistakes/right"
)

// Anywhere is the Wanted of a mistake that loses bytes of a long message, and others
// in each run.
const Anywhere = `wanted "…"…`

// Mistake is a wrong program.
type Mistake struct {
	Stage  string // its number
	Name   string
	Blamed string      // the check that must fail, without its stage
	Wanted string      // what the harness says at the caret
	Says   lang.Format // what the program does wrong, in one sentence
	Small  bool        // it is no better than the article's: of the checks beyond, only Blamed is run

	main func() // the program; it reads the flags of its stage's contract
}

// All returns the table, in the order of the stages.
func All() []Mistake {
	var all []Mistake
	all = append(all, of("01", right.NewEchoServer, echoServer)...)
	all = append(all, of("01", right.NewEchoServer, echoServerLeaving)...)
	all = append(all, of("02", right.NewEchoClient, echoClient)...)
	all = append(all, of("03", right.NewScenarios, scenarios)...)
	all = append(all, of("03", right.NewHeaders, headers)...)
	all = append(all, of("04", right.NewServer, baseHTTP)...)
	all = append(all, of("04", right.NewServer, baseHTTPAnswers)...)
	all = append(all, of("04", right.NewServer, baseHTTPHeads)...)
	all = append(all, of("04", right.NewServer, baseHTTPBodies)...)
	all = append(all, article(of("04", right.NewServer, baseHTTPArticle))...)
	all = append(all, of("05", right.NewFiles, simpleHTTP)...)
	all = append(all, of("05", right.NewFiles, simpleHTTPPaths)...)
	all = append(all, of("05", right.NewFiles, simpleHTTPPages)...)
	all = append(all, of("05", right.NewFiles, simpleHTTPParts)...)
	all = append(all, of("05", right.NewFiles, simpleHTTPDownloads)...)
	all = append(all, article(of("05", right.NewFiles, simpleHTTPArticle))...)
	all = append(all, of("06", right.NewApplication, customHandler)...)
	return all
}

// Right returns the program of each stage without a mistake.
func Right() []Mistake {
	return []Mistake{
		{Stage: "01", Name: "right", main: right.NewEchoServer().Main},
		{Stage: "02", Name: "right", main: right.NewEchoClient().Main},
		{Stage: "03", Name: "right", main: right.NewScenarios().Main},
		{Stage: "04", Name: "right", main: right.NewServer().Main},
		{Stage: "04", Name: "right-unfolds", main: right.NewUnfolding().Main},
		{Stage: "05", Name: "right", main: right.NewFiles().Main},
		{Stage: "06", Name: "right", main: right.NewApplication().Main},
	}
}

// row is a mistake in a table of programs P.
type row[P program] struct {
	name, blamed, wanted string
	says                 lang.Format // ends without a full stop, as what a failure says does
	change               func(P)
}

type program interface{ Main() }

// of makes each row of a stage's table a Mistake.
func of[P program](stage string, newRight func() P, rows []row[P]) []Mistake {
	var all []Mistake
	for _, r := range rows {
		main := func() {
			p := newRight()
			r.change(p)
			p.Main()
		}
		all = append(all, Mistake{Stage: stage, Name: r.name, Blamed: r.blamed, Wanted: r.wanted, Says: r.says, main: main})
	}
	return all
}

// article makes each of all Small.
func article(all []Mistake) []Mistake {
	for i := range all {
		all[i].Small = true
	}
	return all
}

// Address returns the mistake's name for the command line: "04/get-is-GET".
func (m Mistake) Address() string { return m.Stage + "/" + m.Name }

// variable holds the address of the mistake that this process is to be.
const variable = "HARNESS_MISTAKE"

// Env returns what the environment of this executable must have for it to be m.
func (m Mistake) Env() []string { return []string{variable + "=" + m.Address()} }

// Main is the program that the environment asks for; it ends the process. It returns
// where none is asked for.
func Main() {
	address := os.Getenv(variable)
	if address == "" {
		return
	}
	for _, m := range append(All(), Right()...) {
		if m.Address() == address {
			m.main()
			os.Exit(0)
		}
	}
	fmt.Fprintf(os.Stderr, "there is no mistake %s\n", address)
	os.Exit(2)
}
