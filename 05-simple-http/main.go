// Command 05-simple-http serves the files of a directory over HTTP, as
// `python -m SimpleHTTPServer` does.
//
// The handler is package simplehttp; parsing, framing and the server itself are
// stage 04's. The command line is read in options.go.
package main

import (
	"errors"
	"fmt"
	"os"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
)

func main() {
	options := parseOptions(os.Args[1:])
	root, err := simplehttp.OpenRoot(options.directory, options.followSymlinks)
	if err != nil {
		fail("cannot serve %s: %v; -directory takes a directory that you may read", options.directory, reason(err))
	}
	encryption, err := options.tlsConfig()
	if err != nil {
		fail("cannot serve HTTPS: %v; -tls-cert and -tls-key take files in PEM", err)
	}
	if options.contentType != "" {
		simplehttp.ExtensionsMap[""] = options.contentType
	}
	var notes []string
	if options.isLocal() {
		notes = append(notes, "Only this machine can connect; -bind 0.0.0.0 shares it with the network.")
	}
	os.Exit(basehttp.TestWith(func(server *basehttp.HTTPServer) {
		server.ExtraHeaders = basehttp.Headers(options.headers)
		server.ReleaseFiles = root.ReleaseFiles
		if encryption != nil {
			// The same handler, on another net.Conn.
			server.Listener = &encrypted{server.Listener, encryption, server.Log}
			server.Scheme = "https"
		}
	}, simplehttp.Class(root), options.bind, options.port, options.protocol, notes...))
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
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
