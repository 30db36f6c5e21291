package right

import (
	"bufio"
	"errors"
	"flag"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"time"
)

// Server speaks HTTP/1.x: it reads requests strictly and hands each to Answer.
// Alone, it answers as stage 04 asks.
type Server struct {
	Protocol string                   // of the answers
	Handles  func(method string) bool // it has an answer
	Rules                             // what a request may look like
	Listen   func(addr string) (net.Listener, error)
	Serve    func(net.Listener, func(net.Conn))
	In       func(conn net.Conn) io.Reader       // what requests are read from
	Answer   func(r *Request) Answer             // to a request that is as it should be
	Refusal  func(r *Request, status int) Answer // to any other
	Date     func() string                       // the field's value
	Head     func(r *Request, a Answer) string   // of an answer, up to its blank line
	HasBody  func(r *Request, a Answer) bool
	CopyFile func(conn net.Conn, a Answer) error     // sends an answer's file
	Keeps    func(r *Request) bool                   // the connection stays open for another request
	Continue func(r *Request) string                 // what is said before the body is read
	Drain    func(in *bufio.Reader, r *Request) bool // reads away what nobody has read of the body
	Close    func(conn net.Conn)
	Failed   func(err error) // receiving or sending failed
	Log      func(conn net.Conn, r *Request, status int)
	Busy     func(r *Request) bool // Ctrl-C waits for it
	Ctrl     func(s *Server)       // what Ctrl-C does

	Directory string // what -directory says
	App       bool   // whether -app is said
	listener  net.Listener
	answering sync.RWMutex // read-locked by each answer on its way
}

// NewServer returns a server without a mistake.
func NewServer() *Server {
	s := &Server{
		Protocol: "HTTP/1.0",
		Handles:  Methods("GET", "HEAD", "POST"),
		Rules:    NewRules(),
		Listen:   func(addr string) (net.Listener, error) { return net.Listen("tcp", addr) },
		Serve:    Concurrently,
		In:       func(conn net.Conn) io.Reader { return conn },
		Answer:   Parsed,
		Refusal:  Refusal,
		Date:     func() string { return time.Now().UTC().Format(http.TimeFormat) },
		CopyFile: CopyFile,
		Continue: func(*Request) string { return "HTTP/1.1 100 Continue\r\n\r\n" },
		Close:    Linger,
		HasBody:  HasBody,
		Failed:   func(error) {},
		Log:      func(net.Conn, *Request, int) {},
		Busy:     func(*Request) bool { return true },
	}
	s.Head, s.Keeps, s.Drain = s.head, s.keeps, s.drain
	s.Ctrl = (*Server).ctrlC
	return s
}

// Methods returns what Server.Handles is for these.
func Methods(names ...string) func(string) bool {
	return func(method string) bool { return slices.Contains(names, method) }
}

// Main serves where the contract's flags say, until Ctrl-C.
func (s *Server) Main() {
	bind := flag.String("bind", "127.0.0.1", "")
	flag.StringVar(&s.Directory, "directory", ".", "")
	flag.StringVar(&s.Protocol, "protocol", s.Protocol, "")
	flag.BoolVar(&s.App, "app", false, "")
	flag.Parse()
	port := flag.Arg(0)
	flag.CommandLine.Parse(flag.Args()[1:]) // flags may follow the port
	var err error
	if s.listener, err = s.Listen(net.JoinHostPort(*bind, port)); err != nil {
		log.Fatal(err)
	}
	s.Ctrl(s)
	s.Serve(s.listener, s.handle)
	s.answering.Lock()
}

// ctrlC has the signal stop listening, let answers come to their end, and end the
// program. Before it returns the signal can do nothing else.
func (s *Server) ctrlC() {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	go func() {
		<-interrupted
		s.listener.Close()
		s.answering.Lock()
		os.Exit(0)
	}()
}

// handle serves one connection.
func (s *Server) handle(conn net.Conn) {
	defer s.Close(conn)
	in := bufio.NewReaderSize(s.In(conn), 4096)
	for s.exchange(conn, in) {
	}
}

// exchange answers one request and reports whether another may follow.
func (s *Server) exchange(conn net.Conn, in *bufio.Reader) bool {
	r, status, err := s.Read(conn, in)
	if err != nil {
		if !errors.Is(err, io.EOF) {
			s.Failed(err)
		}
		return false
	}
	if s.Busy(r) {
		s.answering.RLock()
		defer s.answering.RUnlock()
	}
	if status == 0 && !s.Handles(r.Method) {
		status = 501
	}
	if status == 0 && r.Method == "POST" {
		status = s.readBody(conn, in, r)
	}
	r.Last = status != 0 || !s.Keeps(r)
	answer := Answer{}
	if status != 0 {
		answer = s.Refusal(r, status)
	} else {
		answer = s.Answer(r)
	}
	s.Log(conn, r, answer.Status)
	if err := s.send(conn, r, answer); err != nil {
		s.Failed(err)
		return false
	}
	return !r.Last && s.Drain(in, r)
}

// readBody reads the body of r and returns the status that a wrong one deserves,
// or 0.
func (s *Server) readBody(conn net.Conn, in *bufio.Reader, r *Request) int {
	if r.Length > int64(s.MaxBody) {
		return 413
	}
	if strings.EqualFold(r.Get("Expect"), "100-continue") && r.Version != "HTTP/1.0" && s.Protocol != "HTTP/1.0" {
		io.WriteString(conn, s.Continue(r))
	}
	status := s.ReadBody(&s.Rules, in, r)
	r.Unread = false
	return status
}

func (s *Server) keeps(r *Request) bool {
	closes := slices.ContainsFunc(strings.Split(lower(strings.Join(r.All("Connection"), ",")), ","),
		func(option string) bool { return strings.Trim(option, " \t") == "close" })
	return s.Protocol != "HTTP/1.0" && r.Version != "HTTP/1.0" && !closes
}

func (s *Server) drain(in *bufio.Reader, r *Request) bool {
	if !r.Unread {
		return true
	}
	return r.Length <= int64(s.MaxBody) && s.ReadBody(&s.Rules, in, r) == 0
}

// Linger closes conn so that what was sent arrives: it says that nothing follows,
// and reads away what still comes, for a moment.
func Linger(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.CloseWrite()
	}
	conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
	io.CopyN(io.Discard, conn, 16<<20)
	conn.Close()
}
