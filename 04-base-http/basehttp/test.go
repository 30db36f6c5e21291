package basehttp

import (
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

// ParseArgs parses args, in which flags may follow the port, and returns the
// port (8000 if none is given). It ends the program after -h (status 0) and
// bad usage (status 2).
func ParseArgs(flags *flag.FlagSet, args []string) (port int) {
	port = 8000
	flags.Parse(args)
	if flags.NArg() > 0 {
		n, err := strconv.Atoi(flags.Arg(0))
		if err != nil || n < 0 || n > 65535 {
			fmt.Fprintf(os.Stderr, "%s: %q is not a port (0 to 65535)\n", flags.Name(), flags.Arg(0))
			os.Exit(2)
		}
		port = n
		flags.Parse(flags.Args()[1:])
	}
	return port
}

// Test serves with class on bind and port until the first SIGINT or SIGTERM,
// and returns the program's exit status. It is what the commands share.
func Test(class func() Handler, bind string, port int, protocol string) int {
	server, err := NewHTTPServer(net.JoinHostPort(bind, strconv.Itoa(port)), class)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	server.ProtocolVersion = protocol
	socketserver.ThreadingMixIn(&server.TCPServer)
	address := server.ServerAddress()
	fmt.Printf("Serving HTTP on %s port %d (http://%s/) ...\n", address.IP, address.Port, address)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		server.Shutdown()
	}()
	if err := server.ServeForever(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
