// Command harness checks any stage of the tutorial: ours or a participant's,
// in any language.
//
// A reader of this code begins with run in this file. The packages:
//
//	stages   the tables of checks, one package for each stage
//	check    what they are written in; runs them
//	report   tells people how a check ended
//	program  starts and stops the program under check
//	mistakes wrong programs, one line each
//	board    what an instructor looks at
//	lang     says what the reader is told, in the reader's language
//	words    what that is in other languages than English
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/mistakes"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/words"
)

func main() {
	mistakes.Main()
	ctx, cancel := context.WithCancelCause(context.Background())
	go interrupted(cancel)
	// A reader such as head may leave, and SIGPIPE would take us along while a
	// program under check still runs. Caught, it does nothing: it comes too when
	// we send to a client that has closed. The output ends the run.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	stdout.failed = cancel
	adopted := program.AdoptOrphans()
	failed, err := speak(ctx, os.Args[1:])
	if reason := context.Cause(ctx); reason != nil && err != errEnded {
		err = reason
	}
	orphans := program.EndOrphans()
	os.Exit(status(failed, err, whatIsLeft(adopted, orphans)))
}

// interruption is why a run has ended before its time.
type interruption struct{ signal os.Signal }

func (i interruption) Error() string { return i.signal.String() }

// interrupted ends the run at the first signal; a second one ends the harness.
func interrupted(cancel context.CancelCauseFunc) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	caught := <-signals
	signal.Stop(signals)
	cancel(interruption{caught})
}

// status says what went wrong, if anything, and returns the exit status: 0 where
// every check has passed, 1 where one has not or the harness could not do its
// work, 2 for a mistake in the command line, and 128 and the number of the signal
// that has interrupted it (130 for Ctrl-C), as shells have it.
func status(failed bool, err error, left lang.Text) int {
	var usage *usageError
	var signal interruption
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err == errEnded:
		if isTerminal(os.Stderr) {
			fmt.Fprintln(os.Stderr) // the terminal has written ^C
		}
		return 0
	case errors.As(err, &usage):
		complain("%v", lang.Of(err))
		return 2
	case errors.As(err, &signal):
		if isTerminal(os.Stderr) {
			fmt.Fprintln(os.Stderr) // the terminal has written ^C
		}
		complain("interrupted; %s", left)
		if number, known := signal.signal.(syscall.Signal); known {
			return 128 + int(number)
		}
		return 1
	case err != nil:
		complain("%v", lang.Of(err))
		return 1
	case failed:
		return 1
	}
	return 0
}

// whatIsLeft says what an interrupted run has left behind: the programs under
// check have been ended with their process groups, and where orphans are ours to
// adopt, those that had left their group, too.
func whatIsLeft(adopted bool, orphans []int) lang.Text {
	switch {
	case len(orphans) > 0:
		return lang.Say("these processes could not be ended: %v", orphans)
	case adopted:
		return lang.Say("nothing is left running")
	case runtime.GOOS == "windows":
		return lang.Say("the programs that were started have been ended")
	}
	return lang.Say("the programs that were started have been ended, with their process groups")
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// speak runs args in the language that they, or the reader's system, ask for.
func speak(ctx context.Context, args []string) (failed bool, err error) {
	name, args, err := lang.TakeFlag(args)
	if err != nil {
		return false, badUsage("%v", err)
	}
	if reader, err = words.Languages.Choose(name); err != nil {
		return false, badUsage("%v", err)
	}
	flagged = name != ""
	return run(ctx, args)
}

// run does what args say and reports whether a check failed. A failed check is
// an answer, not an error.
func run(ctx context.Context, args []string) (failed bool, err error) {
	root, err := workspace()
	if err != nil {
		return false, err
	}
	if len(args) > 0 {
		switch args[0] {
		case "start":
			return false, start(root, args[1:])
		case "board":
			return false, serveBoard(ctx, args[1:])
		case "doctor":
			return doctor(ctx, root, args[1:])
		case "solution":
			return false, solution(root, args[1:], os.Stdin, isTerminal(os.Stdin) && isTerminal(os.Stdout))
		case "wrong":
			return wrong(ctx, root, args[1:])
		}
	}
	o, err := parse(args)
	if err != nil {
		return false, err
	}
	o.root = root
	switch {
	case o.list:
		list(o)
		return false, nil
	case o.watch:
		return false, watch(ctx, o)
	}
	return verify(ctx, o)
}
