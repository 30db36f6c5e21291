// Command 03-handshake-trace shows what the kernel's TCP does at both ends of
// one connection: calls, states and segments, really observed.
//
//	main.go           what is asked for: a scenario, a file, live traffic
//	flags.go help.go  the flags, and what -h says
//	step.go           -step
//	show.go           what is printed
//	file.go           -r, and what is shown where segments cannot be seen
//
// The ladder of packages, each of which knows only those below:
//
//	browse  export                      a stranger's capture; what -o writes
//	page                                on which a trace is played
//	ladder  svg  explain  recording     how a trace is shown and kept
//	means  live                         by what it is observed, the best first
//	cable  loopback  scenario           how it comes about
//	endpoint  sockdiag                  its calls, its states
//	namespace  packet                   where it happens, unseen by others
//	timeline  states                    what it is
//	segment  capture                    its bytes
//	words                               all that is said, in other languages
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/fatih/color"

	"example.com/socket-tutorial/03-handshake-trace/export"
	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/live"
	"example.com/socket-tutorial/03-handshake-trace/means"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/harness/lang"
)

func main() {
	o, err := parse(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		complain(lang.Errorf("%v (-h shows the flags)", err))
		os.Exit(2)
	}
	// Where nobody reads any more, a write is to fail and not to kill.
	signal.Ignore(syscall.SIGPIPE)
	err = errors.Join(start(o), stdout.err)
	if err == nil {
		return
	}
	if !errors.Is(err, syscall.EPIPE) { // then there is nobody to tell
		complain(err)
	}
	os.Exit(1)
}

// reader is the language that the reader reads.
var reader lang.Language

// say returns a sentence in the reader's language.
func say(format lang.Format, args ...any) string { return lang.Say(format, args...).In(reader) }

// complain says what went wrong.
func complain(err error) { fmt.Fprintf(os.Stderr, "03-handshake-trace: %s\n", lang.Of(err).In(reader)) }

// stdout is where everything is printed.
var stdout = &output{Writer: os.Stdout}

// output keeps the first error, and writes nothing after it: what is not printed
// must not look like success.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(b []byte) (int, error) {
	if o.err == nil {
		_, o.err = o.Writer.Write(b)
	}
	return len(b), o.err
}

func start(o options) error {
	if o.directory != "" {
		if err := export.Prepare(o.directory); err != nil {
			return err
		}
	}
	switch {
	case o.scenario == "list":
		list()
		return nil
	case o.scenario == "recorded":
		return errors.Join(saveRecorded(o.directory), saveIndex(o.directory))
	case o.file != "":
		go endOn(interrupted(), "Interrupted.")
		return errors.Join(showFile(o), saveIndex(o.directory))
	case o.port != 0:
		return errors.Join(live.Watch(live.Options{
			Port: uint16(o.port), Out: stdout, Language: reader, Columns: ladder.Columns(os.Stdout), Directory: o.directory, Stop: interrupted(),
		}), saveIndex(o.directory))
	}
	m, err := means.Choose(means.Options{Mode: o.mode, Delay: o.delay, Step: o.step, Language: reader})
	if err != nil || m == nil { // nil: a child has done it all
		return err
	}
	go endOn(interrupted(), "Interrupted. Nothing is left behind: the namespaces end with the program.")
	paragraph(stdout, m.Line())
	if o.scenario == "all" {
		return errors.Join(showAll(o, m), saveIndex(o.directory))
	}
	s, _ := scenario.Find(o.scenario)
	return errors.Join(showOne(o, m, s), saveIndex(o.directory))
}

// list prints what there is to see.
func list() {
	for _, s := range scenario.All {
		lesson := lang.Say(s.Lesson)
		if s.Slow {
			lesson = lang.Say("%s (slow: 7 s)", lesson)
		}
		fmt.Fprintln(stdout, color.CyanString("%-12s", s.Name), lesson.In(reader))
	}
}

// interrupted is told of Ctrl-C.
func interrupted() chan os.Signal {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	return signals
}

// endOn waits for Ctrl-C, and ends the program with these last words. A thread
// that waits in a call cannot be called back, and need not be: sockets, interfaces
// and namespaces end with the process.
func endOn(signals <-chan os.Signal, last lang.Format) {
	<-signals
	fmt.Printf("\n%s\n", say(last))
	os.Exit(0)
}
