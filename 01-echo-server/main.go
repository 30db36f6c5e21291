// The runtime would keep files of its control group open, and how many depends
// on the machine: so the first socket is descriptor 3 everywhere.
//go:debug containermaxprocs=0

// Command 01-echo-server is the article's server.py: it sends back whatever a
// client says, and narrates each call that this takes.
//
//	plain/        the article's server on one screen: read it first
//	main.go       the flags, Ctrl-C, errors, and the choice of a mode
//	blocking.go   the article's server: one connection at a time
//	select.go     many connections from one thread
//	net.go        what Go gives you: a goroutine for each connection
//	calls.go      the system calls, each narrated when it has returned
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
	"time"
)

// options are the article's constants, and what it passes to listen and recv.
type options struct {
	host    string
	port    int
	mode    string
	backlog int
	buffer  int // bytes that one read may return
	noDelay bool
}

// retryAccept is how long a server waits that cannot accept, mostly for want
// of descriptors. Trying again at once would only keep the processor busy.
const retryAccept = time.Second

const examples = `Usage: go run ./01-echo-server [flags]

An echo server that narrates its system calls.

  go run ./01-echo-server                        the article's, on port 5000
  go run ./01-echo-server -mode select -port 0   many clients, any free port
  go run ./01-echo-server -mode net > /dev/null  no narration, full speed
  nc 127.0.0.1 5000                              a client to type into

`

func main() {
	o, err := parse(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "01-echo-server: %v (-h shows the flags)\n", err)
		os.Exit(2)
	}
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt, syscall.SIGTERM)
	go endOn(interrupt)
	err = serve(o)
	flush()
	fmt.Fprintf(os.Stderr, "Socket error: %v%s\n", err, advice(err))
	os.Exit(1)
}

// serve runs the chosen mode. No server here ends by itself but with an error.
func serve(o options) error {
	switch o.mode {
	case "select":
		return serveSelect(o)
	case "net":
		return serveNet(o)
	default:
		return serveBlocking(o)
	}
}

func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("01-echo-server", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.host, "host", "127.0.0.1", "listen at this `address` or name")
	flags.IntVar(&o.port, "port", 5000, "listen at this `port`; 0 takes a free one")
	flags.StringVar(&o.mode, "mode", defaultMode, "how to serve: blocking, select or net")
	flags.IntVar(&o.backlog, "backlog", 5, "`connections` that may wait for accept")
	flags.IntVar(&o.buffer, "buffer", 2048, "read at most this many `bytes` at a time")
	flags.BoolVar(&o.noDelay, "nodelay", false, "set TCP_NODELAY: send small segments without waiting for an ACK")
	flags.Usage = func() {} // bad usage is one line, not all of this
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(examples)
		flags.SetOutput(os.Stdout)
		flags.PrintDefaults()
	}
	if err == nil {
		err = check(o, flags)
	}
	return o, err
}

func check(o options, flags *flag.FlagSet) (err error) {
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("%q is not a flag", flags.Arg(0))
	case o.port < 0 || o.port > 65535:
		return fmt.Errorf("-port %d: choose one from 1 to 65535, or 0 for any free one", o.port)
	case o.mode != "blocking" && o.mode != "select" && o.mode != "net":
		return fmt.Errorf("-mode %s: choose blocking, select or net", o.mode)
	case o.buffer < 1 || o.buffer > 1<<30:
		return fmt.Errorf("-buffer %d: choose at least 1 byte and at most 1 GiB", o.buffer)
	case o.mode == "net":
		flags.Visit(func(f *flag.Flag) {
			if f.Name == "backlog" || f.Name == "nodelay" {
				err = fmt.Errorf("-%s is for blocking and select: Go's net sets TCP_NODELAY and the largest backlog itself", f.Name)
			}
		})
	}
	return err
}

// endOn waits for Ctrl-C. A thread that sleeps in accept or read
// cannot be called back, and need not be: the kernel closes all the sockets of
// a process that ends. (The article's last line, sock.close, is never reached.)
func endOn(interrupt <-chan os.Signal) {
	received := <-interrupt
	// A second Ctrl-C ends the program even if nobody reads its last words.
	signal.Reset()
	if received == os.Interrupt && isTerminal(os.Stdout) {
		say("") // the terminal has written ^C
	}
	say("Server stop, its sockets are closed by the kernel")
	flush()
	os.Exit(0)
}

// advice is what to do about an error that ends the server, to be read after it.
func advice(err error) string {
	var name *net.DNSError
	var family *net.AddrError
	switch {
	case errors.Is(err, addressInUse):
		return "; another program listens there: stop it or choose another -port"
	case errors.Is(err, syscall.EACCES):
		return "; ports below 1024 are for root: choose a -port from 1024 upwards"
	case errors.Is(err, addressNotHere):
		return "; this machine does not have the address: use -host 127.0.0.1"
	case errors.As(err, &name):
		return "; check the name after -host, or use 127.0.0.1"
	case errors.As(err, &family):
		return "; blocking and select speak IPv4, as the article does: use -mode net"
	}
	return ""
}
