//go:build !unix

package socketserver

// nonblocking is empty where a socket cannot be read without waiting.
type nonblocking struct{}

func (r *Reader) readOnce() error { return r.readWaiting() }
