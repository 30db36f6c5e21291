package beneath

import (
	"bytes"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// keptFile has either the content of a file or its descriptor. That is closed
// by the last of its users: a keeper is one, and each request that sends it.
type keptFile struct {
	file       File // as it is opened, but for its handle
	stat       unix.Stat_t
	read       time.Time // when stat and content were
	size       int       // what it counts for, in bytes
	content    []byte    // or nil
	descriptor descriptor
	users      atomic.Int32
}

// newKeptFile takes d over, unless there is an error.
func newKeptFile(name string, d descriptor, stat *unix.Stat_t) (*keptFile, error) {
	name = strings.Clone(name) // all of its request would be kept with it
	file := &keptFile{file: *newFile(name, nil, stat), stat: *stat, read: time.Now(), size: keptOpen, descriptor: d}
	file.file.noted = new(note)
	if stat.Size <= keptContent {
		file.size = keptRecord + len(name) + int(stat.Size)
		file.content = make([]byte, stat.Size)
		if _, err := d.ReadAt(file.content, 0); err != nil {
			return nil, err
		}
		d.Close()
	}
	return file, nil
}

// open returns a File for one more request; the caller closes it.
func (f *keptFile) open() *File {
	if f.content != nil {
		opened := &keptContents{file: f.file}
		opened.Reset(f.content)
		opened.file.handle = opened
		return &opened.file
	}
	f.users.Add(1)
	handle := &openHandle{descriptor: f.descriptor, stat: f.stat, Closer: f}
	handle.begin()
	file := f.file
	file.handle = handle
	return &file
}

// Close is called by each user once.
func (f *keptFile) Close() error {
	if f.users.Add(-1) > 0 || f.content != nil {
		return nil
	}
	return f.descriptor.Close()
}

// keptContents is a File and its handle, which reads contents as a file is read.
type keptContents struct {
	file File
	bytes.Reader
}

func (*keptContents) Close() error { return nil }

// SyscallConn has nothing to give: sendfile(2) is for files.
func (*keptContents) SyscallConn() (syscall.RawConn, error) { return nil, syscall.EBADF }
