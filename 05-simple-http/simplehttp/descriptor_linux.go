package simplehttp

import (
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// descriptor is an open file with nothing around it. An *os.File would ask for
// its flags and offer it to the poller, two calls more for each request, though
// a regular file is always ready.
type descriptor int

// Read reads as io.Reader says.
func (d descriptor) Read(p []byte) (int, error) {
	for {
		n, err := unix.Read(int(d), p)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return 0, os.NewSyscallError("read", err)
		case n == 0 && len(p) > 0:
			return 0, io.EOF
		}
		return n, nil
	}
}

// Seek moves to offset as io.Seeker says.
func (d descriptor) Seek(offset int64, whence int) (int64, error) {
	return unix.Seek(int(d), offset, whence)
}

// Close closes the file.
func (d descriptor) Close() error { return unix.Close(int(d)) }

// SyscallConn lets the file be sent with sendfile(2).
func (d descriptor) SyscallConn() (syscall.RawConn, error) { return rawDescriptor(d), nil }

// rawDescriptor never waits: what it calls is called once.
type rawDescriptor int

func (d rawDescriptor) Control(f func(fd uintptr)) error { f(uintptr(d)); return nil }

func (d rawDescriptor) Read(f func(fd uintptr) (done bool)) error { f(uintptr(d)); return nil }

func (d rawDescriptor) Write(f func(fd uintptr) (done bool)) error { f(uintptr(d)); return nil }
