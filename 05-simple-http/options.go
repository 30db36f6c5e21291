package main

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

const usage = `Serve the files of a directory over HTTP.

usage: go run ./05-simple-http [flags] [port]

  -b, -bind ADDR         listen on this address (127.0.0.1: this machine alone)
  -d, -directory DIR     serve this directory (.)
  -p, -protocol VERSION  speak HTTP/1.0 or HTTP/1.1 (HTTP/1.1)
  -H, -header 'N: VALUE' send this header with every response; may be repeated
  -content-type TYPE     where the name tells none (application/octet-stream)
  -tls-cert FILE         serve HTTPS with this certificate (PEM)
  -tls-key FILE          its key, if it is not in the same file (PEM)
  -follow-symlinks       follow links out of the directory, too
  port                   listen on this port (8000); 0 takes a free one

examples:
  go run ./05-simple-http                     open http://127.0.0.1:8000/
  go run ./05-simple-http -d ~/Music 9000     another directory, another port
  go run ./05-simple-http -bind 0.0.0.0       for everybody in the network
  go run ./05-simple-http -H 'Access-Control-Allow-Origin: *'
  go run ./05-simple-http -protocol HTTP/1.0  as the article has it
`

// options are what the command line says.
type options struct {
	bind, directory, protocol string
	port                      int
	headers                   headerList
	contentType               string
	certificate, key          string // files
	followSymlinks            bool
}

// parseOptions reads args, or ends the program as [basehttp.ParseArgs] does.
func parseOptions(args []string) *options {
	o := &options{bind: "127.0.0.1", directory: ".", protocol: "HTTP/1.1"}
	flags := flag.NewFlagSet("05-simple-http", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprint(flags.Output(), usage) }
	for _, name := range []string{"b", "bind"} {
		flags.StringVar(&o.bind, name, o.bind, "")
	}
	for _, name := range []string{"d", "directory"} {
		flags.StringVar(&o.directory, name, o.directory, "")
	}
	for _, name := range []string{"p", "protocol"} {
		flags.StringVar(&o.protocol, name, o.protocol, "")
	}
	for _, name := range []string{"H", "header"} {
		flags.Var(&o.headers, name, "")
	}
	flags.Func("content-type", "", o.setContentType)
	flags.StringVar(&o.certificate, "tls-cert", "", "")
	flags.StringVar(&o.key, "tls-key", "", "")
	flags.BoolVar(&o.followSymlinks, "follow-symlinks", false, "")
	o.port = basehttp.ParseArgs(flags, joinHeaders(args))
	return o
}

// isLocal reports whether nobody but this machine can connect.
func (o *options) isLocal() bool {
	return o.bind == "localhost" || net.ParseIP(strings.Trim(o.bind, "[]")).IsLoopback()
}

// setContentType takes what may stand in the header.
func (o *options) setContentType(kind string) error {
	header, err := basehttp.ParseHeader("Content-Type: " + kind)
	if err != nil || header.Value == "" {
		return errors.New("not a media type, such as text/plain")
	}
	o.contentType = header.Value
	return nil
}

// headerList is a flag that may be repeated.
type headerList basehttp.Headers

func (l *headerList) String() string { return "" }

// Set takes "Name: value". A header that says where a response ends, or that the
// server itself sends, would contradict it.
func (l *headerList) Set(line string) error {
	header, err := basehttp.ParseHeader(line)
	if err != nil {
		return errors.New("want 'Name: value' in one line")
	}
	if slices.ContainsFunc(ownHeaders, func(own string) bool { return basehttp.EqualToken(own, header.Name) }) {
		return fmt.Errorf("%s is for the server itself to say", header.Name)
	}
	*l = append(*l, header)
	return nil
}

// ownHeaders are those of a response's framing and connection (RFC 9112), and
// those that this server makes for each response.
var ownHeaders = []string{
	"Connection", "Content-Length", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
	"Accept-Ranges", "Allow", "Content-Encoding", "Content-Range", "Content-Type", "Date", "ETag", "Last-Modified", "Location", "Server",
}

// joinHeaders makes one argument of the two that Python's -H takes: NAME VALUE.
func joinHeaders(args []string) []string {
	var joined []string
	for i := 0; i < len(args); i++ {
		joined = append(joined, args[i])
		name := strings.TrimPrefix(args[i], "-")
		if name != "-H" && name != "H" && name != "-header" && name != "header" || !strings.HasPrefix(args[i], "-") {
			continue
		}
		if i+2 < len(args) && !strings.Contains(args[i+1], ":") {
			joined = append(joined, args[i+1]+": "+args[i+2])
			i += 2
		} else if i+1 < len(args) {
			joined = append(joined, args[i+1])
			i++
		}
	}
	return joined
}

// tlsConfig reads the certificate and its key; it is nil where none is wanted.
func (o *options) tlsConfig() (*tls.Config, error) {
	if o.certificate == "" {
		if o.key != "" {
			return nil, errors.New("-tls-key is of no use without -tls-cert")
		}
		return nil, nil
	}
	key := o.key
	if key == "" {
		key = o.certificate
	}
	for _, file := range []string{o.certificate, key} {
		if _, err := os.Stat(file); err != nil {
			return nil, err
		}
	}
	certificate, err := tls.LoadX509KeyPair(o.certificate, key)
	if err != nil {
		return nil, fmt.Errorf("%s, %s: %w", o.certificate, key, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"}}, nil
}
