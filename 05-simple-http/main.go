// Command 05-simple-http serves the files of a directory over HTTP, as
// `python -m SimpleHTTPServer` does.
//
// The handler is package simplehttp; parsing, framing and the server itself are
// stage 04's.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
)

const usage = `Serve the files of a directory over HTTP.

usage: go run ./05-simple-http [flags] [port]

  -b, -bind ADDR         listen on this address (127.0.0.1: this machine alone)
  -d, -directory DIR     serve this directory (.)
  -p, -protocol VERSION  speak HTTP/1.0 or HTTP/1.1 (HTTP/1.1)
  -follow-symlinks       follow links out of the directory, too
  port                   listen on this port (8000); 0 takes a free one

examples:
  go run ./05-simple-http                     open http://127.0.0.1:8000/
  go run ./05-simple-http -d ~/Music 9000     another directory, another port
  go run ./05-simple-http -bind 0.0.0.0       for everybody in the network
  go run ./05-simple-http -protocol HTTP/1.0  as the article has it
`

func main() {
	flags := flag.NewFlagSet("05-simple-http", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprint(flags.Output(), usage) }
	bind, directory, protocol := "127.0.0.1", ".", "HTTP/1.1"
	for _, name := range []string{"b", "bind"} {
		flags.StringVar(&bind, name, bind, "")
	}
	for _, name := range []string{"d", "directory"} {
		flags.StringVar(&directory, name, directory, "")
	}
	for _, name := range []string{"p", "protocol"} {
		flags.StringVar(&protocol, name, protocol, "")
	}
	follow := flags.Bool("follow-symlinks", false, "")
	port := basehttp.ParseArgs(flags, os.Args[1:])

	root, err := simplehttp.OpenRoot(directory, *follow)
	if err != nil {
		fmt.Fprintf(os.Stderr, "cannot serve %s: %v; -directory takes a directory that you may read\n", directory, reason(err))
		os.Exit(1)
	}
	var notes []string
	if ip := net.ParseIP(bind); ip.IsLoopback() || bind == "localhost" {
		notes = append(notes, "Only this machine can connect; -bind 0.0.0.0 shares it with the network.")
	}
	os.Exit(basehttp.Test(simplehttp.Class(root), bind, port, protocol, notes...))
}

// reason is what the system said, without the path and the call.
func reason(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
