// Package stream makes two streams of a connection: what the client sends, and
// what is sent to it.
//
// It is under the floor of the lesson. A reader of socketserver needs to know
// that a handler has an Rfile and a Wfile, as in Python, and that what is written
// leaves before the handler waits. bufio would do for that:
//
//	in, out := bufio.NewReader(conn), bufio.NewWriter(conn)
//
// What is here beyond bufio is here because a kernel is fast, odd, or different
// from another one:
//
//	file                     lines  what it is for
//	stream.go                   67  New
//	reader.go                  121  Reader: a buffer that is held only while there are bytes in it
//	writer.go                  129  Writer: one write for a head and a small body
//	reader_unix.go              62  receives without waiting, or has the runtime wait
//	writer_unix.go              79  sends likewise
//	calls_linux.go              31  recv and send, as raw system calls
//	calls_other.go              28  the same by package syscall: other systems, the race detector
//	waiting_other.go            13  Windows: as net.Conn has it
//	sendfile.go                 56  a file goes to the kernel, or else through the buffer
//	sendfile_linux.go           49  sendfile(2), as often as it takes
//	sendfile_other.go           27  the same by package net, in pieces
//	stall.go                   111  tells a slow client from one that has stopped
//	unacknowledged_linux.go     54  by what its kernel acknowledges, and whether it answers
//	unacknowledged_other.go     15  nobody tells: five times the patience
//	linger.go                   47  ends a connection without a reset
//
// What each trick buys, as what a request costs more without it, in CPU time
// measured in one run (Linux 6.18, two cores; 1 KiB on kept connections, and
// 100 KiB), or as memory:
//
//	trick                               without it              how to do without
//	try first, wait only then           + 15 % 1 KiB            conn.Read, conn.Write
//	raw calls, unknown to the scheduler + 8 % 1 KiB             calls_other.go
//	recv and send, not read and write   + 3 % on top of that    the same file
//	sendfile                            × 2.6 100 KiB           io.Copy(bufio.Writer, file)
//	no buffer while waiting             + 4.2 KiB for each idle connection, of 6.8     bufio
//
// Two things cost instead, and are here because a client is right to expect
// them. Linger makes a third of a new connection's cost, and without it a
// response could be destroyed on its way. The watch for a client that has
// stopped costs nothing until the socket is full.
//
// What did not buy a twentieth is not here: to send what waits inside the call
// that receives (1 %); MSG_MORE, by which a head waits for the first bytes of its
// file (without it 100 KiB cost less, by a twentieth to a quarter). And neither is
// TCP_DEFER_ACCEPT, which has the kernel keep a connection to itself until its client
// speaks. It bought a fifth of a new connection, and showed in ss, as SYN-RECV, a client
// that was connected: in a tutorial about accept, no speed is worth that.
package stream

import (
	"net"
	"time"
)

// New returns the two streams of conn: in is what the client sends, and out
// what is sent to it. Before in waits for more, it flushes out, so that no
// answer is held back while its client is waited for. A client may be as slow
// as it likes; when it has acknowledged nothing for timeout, writing to out
// fails with an [os.ErrDeadlineExceeded].
//
// Neither has to be closed. Closing conn makes both of them fail.
func New(conn net.Conn, timeout time.Duration) (in *Reader, out *Writer) {
	out = &Writer{conn: conn, timeout: timeout}
	return &Reader{conn: conn, out: out}, out
}
