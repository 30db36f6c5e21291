package main

import (
	"fmt"
	"io"
	"net"
	"strconv"
)

// A netSocket is a net.Conn whose calls are narrated. They are net's calls: the
// runtime makes the socket non-blocking, and sleeps in its poller instead of
// in read. None of that can be seen from here; strace shows it.
type netSocket struct{ net.Conn }

func connectNet(host string, port int) (io.ReadWriteCloser, error) {
	where := net.JoinHostPort(host, strconv.Itoa(port))
	dial := fmt.Sprintf("Dial(%q, %q)", "tcp", where)
	enter("Dial")
	conn, err := net.Dial("tcp", where)
	if err != nil {
		returned(dial, err.Error())
		return nil, err
	}
	returned(dial, conn.LocalAddr().String()+" to "+conn.RemoteAddr().String())
	return netSocket{conn}, nil
}

func (sock netSocket) Read(buffer []byte) (int, error) {
	enter("Read")
	n, err := sock.Conn.Read(buffer)
	returned(fmt.Sprintf("Read(%v)", quoted(buffer[:n])), netResult(n, err))
	return n, err
}

func (sock netSocket) Write(data []byte) (int, error) {
	enter("Write")
	n, err := sock.Conn.Write(data)
	returned(fmt.Sprintf("Write(%v)", quoted(data)), netResult(n, err))
	return n, err
}

func (sock netSocket) Close() error {
	err := sock.Conn.Close()
	returned("Close()", netResult(0, err))
	return err
}

func netResult(n int, err error) string {
	if err != nil {
		return fmt.Sprintf("%d %v", n, err)
	}
	return strconv.Itoa(n)
}
