// Command 05-simple-http serves the files of a directory over HTTP.
//
// It reads as Python's SimpleHTTPServer does: a handler, a server, and a test
// function that joins the two.
package main

import (
	"flag"
	"fmt"
	"os"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
)

func main() {
	flags := flag.NewFlagSet("05-simple-http", flag.ExitOnError)
	bind := flags.String("bind", "127.0.0.1", "address to listen on")
	directory := flags.String("directory", ".", "directory to serve")
	protocol := flags.String("protocol", "HTTP/1.1", "HTTP/1.0 or HTTP/1.1")
	follow := flags.Bool("follow-symlinks", false, "serve what symbolic links lead to outside the directory, too")
	port := basehttp.ParseArgs(flags, os.Args[1:])

	root, err := simplehttp.OpenRoot(*directory, *follow)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(basehttp.Test(simplehttp.Class(root), *bind, port, *protocol))
}
