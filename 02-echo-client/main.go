// The runtime would keep files of its control group open, and how many depends
// on the machine: so the first socket is descriptor 3 everywhere.
//go:debug containermaxprocs=0

// Command 02-echo-client is the article's client.py: it sends a message to an
// echo server and prints what comes back, ten bytes at a time.
//
//	plain/        the article's client on one screen: read it first
//	main.go       the flags, Ctrl-C, errors
//	client.go     the article's client from connect to close
//	blocking.go   its socket, by system call
//	net.go        its socket, as Go's net has it
//	narration.go  the time line on standard output, in the shape of strace
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"
)

// options are the article's constants and its message.
type options struct {
	host    string
	port    int
	message []byte
	buffer  int // bytes that one recv may return
	mode    string
}

const examples = `Usage: go run ./02-echo-client [flags]

Sends a message to an echo server and narrates the system calls.

  go run ./02-echo-client                             Hello, to port 5000
  go run ./02-echo-client -message '你好' -buffer 1   each byte received alone
  go run ./02-echo-client -message - < FILE           a message of any size

`

func main() {
	o, err := parse(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "02-echo-client: %v (-h shows the flags)\n", err)
		os.Exit(2)
	}
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt, syscall.SIGTERM)
	go endOn(interrupt)
	if err := run(o); err != nil {
		os.Exit(1)
	}
}

// fail prints the one line about an error.
func fail(err error) {
	fmt.Fprintf(os.Stderr, "Socket error: %v%s\n", err, advice(err))
}

func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("02-echo-client", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.host, "host", "127.0.0.1", "connect to this `address` or name")
	flags.IntVar(&o.port, "port", 5000, "connect to this `port`")
	message := flags.String("message", "Hello", "what to send; - sends standard input")
	flags.IntVar(&o.buffer, "buffer", 10, "receive at most this many `bytes` at a time")
	flags.StringVar(&o.mode, "mode", defaultMode, "how to ask: blocking or net")
	flags.Usage = func() {} // bad usage is one line, not all of this
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(examples)
		flags.SetOutput(os.Stdout)
		flags.PrintDefaults()
	}
	switch {
	case err != nil:
		return o, err
	case flags.NArg() > 0:
		return o, fmt.Errorf("%q is not a flag", flags.Arg(0))
	case o.port < 1 || o.port > 65535:
		return o, fmt.Errorf("-port %d: choose the server's, from 1 to 65535", o.port)
	case o.mode != "blocking" && o.mode != "net":
		return o, fmt.Errorf("-mode %s: choose blocking or net", o.mode)
	case o.buffer < 1 || o.buffer > 1<<30:
		return o, fmt.Errorf("-buffer %d: choose at least 1 byte and at most 1 GiB", o.buffer)
	}
	o.message = []byte(*message)
	if *message == "-" { // an argument of more than 128 KiB never reaches a program (execve(2))
		o.message, err = io.ReadAll(os.Stdin)
	}
	return o, err
}

// endOn waits for Ctrl-C. A thread that sleeps in connect or read
// cannot be called back, and need not be: the kernel closes the socket of a
// process that ends.
func endOn(interrupt <-chan os.Signal) {
	received := <-interrupt
	signal.Reset() // a second Ctrl-C ends the program even if nobody reads its last words
	if received == os.Interrupt && isTerminal(os.Stdout) {
		say("") // the terminal has written ^C
	}
	say("Closing connection to the server")
	os.Exit(0)
}

// advice is what to do about an error, to be read after it.
func advice(err error) string {
	var name *net.DNSError
	var family *net.AddrError
	switch {
	case errors.Is(err, connectionRefused):
		return "; nobody listens there: start 01-echo-server, or check -host and -port"
	case errors.Is(err, errServerGone), errors.Is(err, connectionReset), errors.Is(err, syscall.EPIPE):
		return "; the server ended it: see what it printed, and try again"
	case errors.As(err, &name):
		return "; check the name after -host, or use 127.0.0.1"
	case errors.As(err, &family):
		return "; blocking speaks IPv4, as the article does: use -mode net"
	}
	return ""
}
