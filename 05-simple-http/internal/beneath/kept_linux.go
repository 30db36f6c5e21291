package beneath

import (
	"bytes"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// What is kept: the content of a small file, and of one that is not large the
// open descriptor, which is all that sendfile(2) needs.
const (
	keptContent = 16 << 10  // bytes, the largest of the first kind
	keptOpen    = 256 << 10 // bytes, the largest of the second; each counts for that
	keptRecord  = 512       // bytes that a file counts for beside its name and content
	keptTotal   = 32 << 20  // bytes, so that no more than 128 files are open
)

// quietTime is how long a file must have been left alone to be kept. Two changes
// within one tick of the file system's clock leave the same times, and its tick
// may be a second.
const quietTime = 2 * time.Second

// keeper keeps files and listings between requests, and asks a kernelRoot for
// all others. A file is served from here only if its name leads to the very
// same file, unchanged: to find that out takes one system call, or three for a
// name with a slash, and less time than to open, ask, read and close the file
// again.
//
// Changes through a shared mapping (mmap(2)) reach a file's times late, and so
// do those on another host's NFS: nobody can see them before.
type keeper struct {
	*kernelRoot
	quiet time.Duration // quietTime, but in tests

	mutex sync.RWMutex // guards the next two
	files map[string]*keptFile
	bytes int // that all files count for

	listings keptListings
}

// keep puts a keeper before plain, if that is a kernelRoot.
func keep(plain opener) opener {
	if root, ok := plain.(*kernelRoot); ok {
		return &keeper{
			kernelRoot: root,
			quiet:      quietTime,
			files:      make(map[string]*keptFile),
			listings:   keptListings{listings: make(map[inode]listing)},
		}
	}
	return plain
}

func (k *keeper) open(name string) (*File, error) {
	file, err := k.openKept(name)
	if file != nil || err != nil {
		return file, err
	}
	file, err = k.kernelRoot.open(name)
	if err != nil {
		return nil, err
	}
	if kept := k.keep(name, file.handle.(*openHandle)); kept != nil {
		return kept, nil
	}
	return file, nil
}

// close closes what is kept, and the directory.
func (k *keeper) close() error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	for name := range k.files {
		k.forget(name)
	}
	return k.kernelRoot.close()
}

// openKept returns the file called name if it is kept and has not changed. Where
// nothing has that name, and this is found out on the way, the error is
// fs.ErrNotExist. Else both are nil: the file is to be opened.
func (k *keeper) openKept(name string) (*File, error) {
	if strings.Contains(name, "/") && !k.has(name) {
		return nil, nil
	}
	now, err := k.identify(name)
	if file := k.openSame(name, &now, err); file != nil {
		return file, nil
	}
	if err == unix.ENOENT {
		return nil, fs.ErrNotExist
	}
	return nil, nil
}

// identify asks what name leads to, without a link at its end if it has no
// slash. One that has takes three calls: any directory on the way might have
// become a link to outside.
func (k *keeper) identify(name string) (unix.Stat_t, error) {
	if strings.Contains(name, "/") {
		return k.stat(name)
	}
	return k.lstat(name)
}

func (k *keeper) has(name string) bool {
	k.mutex.RLock()
	defer k.mutex.RUnlock()
	return k.files[name] != nil
}

// openSame opens the file that is kept as name, if there is one, and if it is
// what identify has found; else it is kept no longer.
func (k *keeper) openSame(name string, now *unix.Stat_t, err error) *File {
	k.mutex.RLock()
	file := k.files[name]
	if file == nil {
		k.mutex.RUnlock()
		return nil
	}
	if err == nil && unchanged(&file.stat, now) {
		defer k.mutex.RUnlock()
		return file.open(name)
	}
	k.mutex.RUnlock()
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.files[name] == file {
		k.forget(name)
	}
	return nil
}

// unchanged reports whether two stats are of the same file in the same state.
// Every write, truncation, renaming and change of permissions moves ctime, which
// nobody can set (inode(7)).
func unchanged(before, after *unix.Stat_t) bool {
	return before.Dev == after.Dev && before.Ino == after.Ino && before.Mode == after.Mode &&
		before.Size == after.Size && before.Mtim == after.Mtim && before.Ctim == after.Ctim
}

// keep takes over the file that was opened as name, if it is one to be kept, and
// returns it as kept; or nil. Its stat came before its content: if the file
// changes meanwhile, the next stat differs.
func (k *keeper) keep(name string, opened *openHandle) *File {
	stat := &opened.stat
	if stat.Mode&unix.S_IFMT != unix.S_IFREG || stat.Size > keptOpen ||
		time.Since(time.Unix(stat.Ctim.Unix())) < k.quiet {
		return nil
	}
	if named, err := k.identify(name); err != nil || !unchanged(stat, &named) {
		return nil // opened through a link, or changed
	}
	file, err := newKeptFile(name, opened.descriptor, stat)
	if err != nil {
		return nil
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.forget(name)
	for other := range k.files {
		if k.bytes+file.size <= keptTotal {
			break
		}
		k.forget(other)
	}
	k.files[name] = file
	k.bytes += file.size
	return file.open(name)
}

// forget keeps name no longer. The caller holds the mutex.
func (k *keeper) forget(name string) {
	if file := k.files[name]; file != nil {
		delete(k.files, name)
		k.bytes -= file.size
		file.Close()
	}
}

// keptFile has either the content of a file or its descriptor. That is closed
// by the last of its users: the keeper is one, and each request that sends it.
type keptFile struct {
	stat       unix.Stat_t
	size       int    // what it counts for, in bytes
	content    []byte // or nil
	descriptor descriptor
	users      atomic.Int32
}

// newKeptFile takes d over, unless there is an error.
func newKeptFile(name string, d descriptor, stat *unix.Stat_t) (*keptFile, error) {
	file := &keptFile{stat: *stat, size: keptOpen, descriptor: d}
	file.users.Store(1)
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
func (f *keptFile) open(name string) *File {
	if f.content != nil {
		return newFile(name, keptHandle{bytes.NewReader(f.content)}, &f.stat)
	}
	f.users.Add(1)
	handle := &openHandle{descriptor: f.descriptor, stat: f.stat, Closer: f}
	handle.begin()
	return newFile(name, handle, &f.stat)
}

// Close is called by each user once.
func (f *keptFile) Close() error {
	if f.users.Add(-1) > 0 || f.content != nil {
		return nil
	}
	return f.descriptor.Close()
}

// keptHandle reads contents as a file is read.
type keptHandle struct{ *bytes.Reader }

func (keptHandle) Close() error { return nil }

// SyscallConn has nothing to give: sendfile(2) is for files.
func (keptHandle) SyscallConn() (syscall.RawConn, error) { return nil, syscall.EBADF }
