package main

import (
	"fmt"
	"io"
	"os"
	"sync"

	"example.com/socket-tutorial/harness/lang"
)

// stdout is where everything that was asked for is written. Its first error ends
// the run: nobody reads what follows, or a disk is full.
var stdout = &output{to: os.Stdout}

// output is a writer that remembers its first error, and tells it once.
type output struct {
	to     io.Writer
	failed func(error) // nil: nobody wants to know

	mu  sync.Mutex
	err error
}

func (o *output) Write(data []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(data)
	if err != nil {
		o.err = lang.Errorf("cannot write the answer: %v", err)
		if o.failed != nil {
			o.failed(o.err)
		}
	}
	return n, err
}

// Err returns the first error of a Write.
func (o *output) Err() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

func printf(format string, args ...any) { fmt.Fprintf(stdout, format, args...) }

// reader is the language of whoever has started the harness.
var reader lang.Language

// flagged is true where the command line names that language.
var flagged bool

// command returns how the harness is called again, in the language that was asked for.
func command() string {
	if flagged {
		return "go run ./harness -lang " + reader.Tag()
	}
	return "go run ./harness"
}

// say prints a sentence in the reader's language, in a line of its own.
func say(format lang.Format, args ...any) { printf("%s\n", in(format, args...)) }

// in returns a sentence in the reader's language.
func in(format lang.Format, args ...any) string { return lang.Say(format, args...).In(reader) }

// complain says a sentence where what goes wrong is said.
func complain(format lang.Format, args ...any) {
	fmt.Fprintln(os.Stderr, "harness: "+in(format, args...))
}
