package basehttp

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

// Test is what the commands of the stages share, and is named as in Python: it
// serves on port of the address bind until SIGINT or SIGTERM, a goroutine for
// each connection, and returns the status to exit with. protocol is what the
// handlers speak, "HTTP/1.0" or "HTTP/1.1". Once it listens it says where, and
// then the notes.
func Test(class func() Handler, bind string, port int, protocol string, notes ...string) int {
	return TestWith(func(*HTTPServer) {}, class, bind, port, protocol, notes...)
}

// TestWith is Test for a server that prepare completes, which is called once
// it listens and before it serves.
func TestWith(prepare func(server *HTTPServer), class func() Handler, bind string, port int, protocol string, notes ...string) int {
	if protocol != "HTTP/1.0" && protocol != "HTTP/1.1" {
		fmt.Fprintf(os.Stderr, "%q is not a protocol to serve: HTTP/1.0 and HTTP/1.1 are\n", protocol)
		return 2
	}
	bind = strings.TrimSuffix(strings.TrimPrefix(bind, "["), "]") // as ::1 stands in a URL
	server, err := NewHTTPServer(net.JoinHostPort(bind, strconv.Itoa(port)), class)
	if err != nil {
		fmt.Fprintln(os.Stderr, explainListen(err))
		return 1
	}
	log := NewBufferedLog(os.Stderr)
	defer log.Flush()
	server.Log = log
	server.ProtocolVersion = protocol
	socketserver.ThreadingMixIn(&server.TCPServer)
	prepare(server)

	stopped := stopOnSignal(server)
	fmt.Println(servingLine(server.ServerAddress().(*net.TCPAddr), cmp.Or(server.Scheme, "http")))
	for _, note := range notes {
		fmt.Println(note)
	}
	if err := server.ServeForever(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	<-stopped
	return 0
}

// lastChance is how long handlers whose connections are closed may take to end.
const lastChance = time.Second

// stopOnSignal shuts server down at the first signal: it accepts no more, and
// lets downloads finish. At the second it is closed at once, and handlers that
// do not notice, since they wait for something else, are left behind. The
// channel is closed when the program may end.
func stopOnSignal(server *HTTPServer) (stopped chan struct{}) {
	// A write to a log whose reader is gone (| head) is an error, and no
	// longer the end of the program.
	signal.Ignore(syscall.SIGPIPE)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	stopped = make(chan struct{})
	go func() {
		defer close(stopped)
		sayGoodbye(<-signals, server)
		done := make(chan struct{})
		go func() {
			defer close(done)
			server.Shutdown()
		}()
		select {
		case <-done:
			return
		case <-signals:
			server.ServerClose()
		}
		select {
		case <-done:
		case <-time.After(lastChance):
		}
	}()
	return stopped
}

func sayGoodbye(received os.Signal, server *HTTPServer) {
	reason := "Terminated"
	if received == os.Interrupt {
		reason = "Keyboard interrupt received"
	}
	fmt.Printf("\n%s, exiting.\n", reason)
	if n := server.Busy(); n > 0 {
		fmt.Printf("%d still being served; a second signal ends them.\n", n)
	}
}

// Winsock's numbers for two errors of bind: on Windows those of package syscall
// are made up.
const (
	winsockInUse  = syscall.Errno(10048) // WSAEADDRINUSE
	winsockDenied = syscall.Errno(10013) // WSAEACCES: the system keeps this port
)

// explainListen adds to an error of listening what to do about it.
func explainListen(err error) error {
	advice := "-bind takes an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them"
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, winsockInUse):
		advice = "another program listens there: choose another port, or 0 for any that is free"
	case errors.Is(err, syscall.EACCES):
		advice = "ports below 1024 are privileged: choose a higher one"
	case errors.Is(err, winsockDenied):
		advice = "the system keeps this port: choose another, or 0 for any that is free"
	}
	return fmt.Errorf("%w; %s", err, advice)
}

// servingLine says where the server listens, and a URL that leads there.
func servingLine(address *net.TCPAddr, scheme string) string {
	url := *address
	if url.IP.IsUnspecified() {
		url.IP = reachableIP()
	}
	return fmt.Sprintf("Serving %s on %s port %d (%s://%s/) ...", strings.ToUpper(scheme), address.IP, address.Port, scheme, url.String())
}

// reachableIP is an address by which others may reach this machine, or else
// loopback's: nobody can open http://0.0.0.0/ from elsewhere.
func reachableIP() net.IP {
	addresses, _ := net.InterfaceAddrs()
	for _, address := range addresses {
		if ipNet, ok := address.(*net.IPNet); ok && ipNet.IP.To4() != nil && ipNet.IP.IsGlobalUnicast() {
			return ipNet.IP
		}
	}
	return net.IPv4(127, 0, 0, 1)
}
