package check

import "example.com/socket-tutorial/harness/lang"

// Level says of which program a check may be demanded.
type Level string

const (
	Article Level = "article" // the article's own program passes it
	Beyond  Level = "beyond"  // a good program passes it, the article's does not
)

// Check is one property of a program.
type Check struct {
	Name   string      // its address within the stage: "split-request"
	Title  lang.Format // the property in one line: "a request may arrive in pieces"
	Level  Level
	Why    lang.Format // why it matters, and which symbol of the article it is about
	Hint   lang.Format // what to do about a failure, without doing it
	Try    string      // a curl or nc line that shows the same by hand; may be empty
	Remark lang.Format // on Try: "in two terminals"; without a Try, what to do by hand
	Flags  []string    // more words for programs that take the contract's flags
	Needs  []string    // names of checks without which this one would only fail for the same reason
	Run    func(t *T)

	// Protocol is the version that the program must speak for this check where
	// that is not HTTP/1.0. It fills {protocol}, and follows -protocol for
	// programs that take the contract's flags.
	Protocol string

	// Env is NAME=value, more variables for the program's environment.
	Env []string

	// Message is what the program must send for this check where that is not
	// Hello. It fills {message}, and follows -message for programs that take the
	// contract's flags.
	Message string
}

// Stage is a table of checks, and how a program of that stage is started.
type Stage struct {
	Number string      // "04"
	Folder string      // "04-base-http"
	Title  lang.Format // "a request, parsed"
	Args   []string    // the contract's flags, with the placeholders of package program
	Checks []Check
}

// Find returns the check called name.
func (s Stage) Find(name string) (Check, bool) {
	for _, c := range s.Checks {
		if c.Name == name {
			return c, true
		}
	}
	return Check{}, false
}

// GivesDir reports whether programs of this stage are given a directory.
func (s Stage) GivesDir() bool {
	for _, word := range s.Args {
		if word == "{dir}" {
			return true
		}
	}
	return false
}
