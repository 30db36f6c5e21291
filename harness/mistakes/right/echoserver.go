package right

import (
	"flag"
	"log"
	"net"
)

// EchoServer is a server as stage 01 asks.
type EchoServer struct {
	Listen func(addr string) (net.Listener, error)
	Serve  func(net.Listener, func(net.Conn))
	Buffer int                                    // bytes for one recv
	First  string                                 // what it says before it is spoken to
	Reply  func(received []byte) []byte           // what is sent back
	Send   func(conn net.Conn, data []byte) error // all of data
	Failed func(err error)                        // recv or send failed, other than by the end
	Ended  func(conn net.Conn)                    // recv has returned nothing
	Echo   func(s *EchoServer, conn net.Conn)     // one connection, up to its end
}

// NewEchoServer returns a server without a mistake.
func NewEchoServer() *EchoServer {
	return &EchoServer{
		Listen: func(addr string) (net.Listener, error) { return net.Listen("tcp", addr) },
		Serve:  Concurrently,
		Buffer: 2048,
		Reply:  func(received []byte) []byte { return received },
		Send:   func(conn net.Conn, data []byte) error { _, err := conn.Write(data); return err },
		Failed: func(error) {},
		Ended:  func(conn net.Conn) { conn.Close() },
		Echo:   (*EchoServer).echo,
	}
}

// Main serves for ever where the contract's flags say.
func (s *EchoServer) Main() {
	host := flag.String("host", "127.0.0.1", "")
	port := flag.String("port", "5000", "")
	flag.String("mode", "", "") // it serves clients together in any
	flag.Parse()
	listener, err := s.Listen(net.JoinHostPort(*host, *port))
	if err != nil {
		log.Fatal(err)
	}
	s.Serve(listener, func(conn net.Conn) { s.Echo(s, conn) })
}

func (s *EchoServer) echo(conn net.Conn) {
	conn.Write([]byte(s.First))
	buffer := make([]byte, s.Buffer)
	for {
		n, err := conn.Read(buffer)
		if n > 0 {
			if err := s.Send(conn, s.Reply(buffer[:n])); err != nil {
				s.Failed(err)
				break
			}
		}
		if err != nil {
			if !isEnd(err) {
				s.Failed(err)
			}
			break
		}
	}
	s.Ended(conn)
}
