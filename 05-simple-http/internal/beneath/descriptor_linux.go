package beneath

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

// ReadAt reads as io.ReaderAt says, which leaves the file's own offset alone.
func (d descriptor) ReadAt(p []byte, offset int64) (n int, err error) {
	for n < len(p) {
		m, err := unix.Pread(int(d), p[n:], offset+int64(n))
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return n, os.NewSyscallError("pread", err)
		case m == 0:
			return n, io.EOF
		}
		n += m
	}
	return n, nil
}

// Close closes the file.
func (d descriptor) Close() error { return unix.Close(int(d)) }

// openHandle is a descriptor with an offset that is not the kernel's, so that
// requests can share the descriptor. Closer is what its user closes.
type openHandle struct {
	io.SectionReader
	io.Closer
	descriptor descriptor
	stat       unix.Stat_t
}

// begin sets the offset to 0, and the end to where stat has it.
func (h *openHandle) begin() { h.SectionReader = *io.NewSectionReader(h.descriptor, 0, h.stat.Size) }

// SyscallConn lets the file be sent with sendfile(2).
func (h *openHandle) SyscallConn() (syscall.RawConn, error) { return rawDescriptor(h.descriptor), nil }

// rawDescriptor never waits: what it calls is called once.
type rawDescriptor int

func (d rawDescriptor) Control(f func(fd uintptr)) error { f(uintptr(d)); return nil }

func (d rawDescriptor) Read(f func(fd uintptr) (done bool)) error { f(uintptr(d)); return nil }

func (d rawDescriptor) Write(f func(fd uintptr) (done bool)) error { f(uintptr(d)); return nil }

// largeFile opens files of more than 2 GiB where words have 32 bits: os.OpenFile
// does by itself, os.Root does not.
const largeFile = unix.O_LARGEFILE
