// Command harness checks any stage of the tutorial: ours or a participant's,
// in any language.
//
// A reader of this code begins with run in this file. Package stages holds the
// tables of checks, package check what they are written in, package program
// what starts and stops the program under check.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	// A reader such as head may leave, and SIGPIPE would take us along while a
	// program under check still runs. Caught, it does nothing: it comes too when
	// we send to a client that has closed. The printer ends the run, with left.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	ctx, left := context.WithCancel(ctx)
	defer left()
	failed, err := run(ctx, left, os.Args[1:])
	interrupted := ctx.Err() != nil
	stop()
	var usage usageError
	switch {
	case errors.Is(err, flag.ErrHelp):
	case errors.As(err, &usage):
		fmt.Fprintln(os.Stderr, "harness:", err)
		os.Exit(2)
	case interrupted:
		if isTerminal(os.Stderr) {
			fmt.Fprintln(os.Stderr) // the terminal has written ^C
		}
		fmt.Fprintln(os.Stderr, "harness: interrupted; nothing is left running")
	case err != nil:
		fmt.Fprintln(os.Stderr, "harness:", err)
		os.Exit(1)
	case failed:
		os.Exit(1)
	}
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// run does what args say and reports whether a check failed. A failed check is
// an answer, not an error. It calls left when nobody reads what it prints.
func run(ctx context.Context, left context.CancelFunc, args []string) (failed bool, err error) {
	root, err := workspace()
	if err != nil {
		return false, err
	}
	if len(args) > 0 {
		switch args[0] {
		case "start":
			return false, start(root, args[1:])
		case "wrong":
			return wrong(ctx, left, root, args[1:])
		}
	}
	o, err := parse(args)
	if err != nil {
		return false, err
	}
	o.root, o.left = root, left
	switch {
	case o.list:
		list(o)
		return false, nil
	case o.watch:
		return false, watch(ctx, o)
	}
	return verify(ctx, o)
}
