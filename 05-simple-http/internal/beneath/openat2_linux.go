package beneath

import (
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// kernelRoot is a directory in which the kernel itself resolves names, links
// included: nobody can swap a component for a link between a check and the
// open (openat2(2), RESOLVE_BENEATH).
//
// It is whatever its path leads to now: names are resolved from "/" on or, where
// there is a link on the way, in the directory, which is opened again when the
// path leads to another one.
type kernelRoot struct {
	path    string // absolute
	direct  uint64 // RESOLVE_… of openat2(2) for the whole path
	beneath uint64 // and for a name in the directory

	closed    atomic.Bool
	mutex     sync.RWMutex // guards the rest; held while directory is in use
	directory descriptor
	inode     inode // of directory
}

// inode is what a file or directory is, whatever its name.
type inode struct{ device, number uint64 }

func inodeOf(stat *unix.Stat_t) inode { return inode{uint64(stat.Dev), stat.Ino} }

func openPlain(path string, followSymlinks bool) (opener, error) {
	r := &kernelRoot{
		path: absolute(path), directory: -1,
		direct: unix.RESOLVE_NO_SYMLINKS, beneath: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS,
	}
	if followSymlinks {
		r.direct, r.beneath = 0, 0
	}
	if err := r.reopen(); err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	probe, err := r.openat2(".", unix.O_PATH)
	if err != nil {
		// Before Linux 5.6 there is no such call, and some sandboxes deny it.
		r.close()
		return openPortable(path, followSymlinks)
	}
	probe.Close()
	return r, nil
}

// reopen opens the directory that path leads to now, in place of the one before.
func (r *kernelRoot) reopen() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.closed.Load() {
		return fs.ErrClosed
	}
	fd, err := unix.Open(r.path, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		unix.Close(fd)
		return err
	}
	r.directory.Close()
	r.directory, r.inode = descriptor(fd), inodeOf(&stat)
	return nil
}

// enter returns the directory, open, and with the mutex held for reading: a
// descriptor that is closed meanwhile might be another file's by the next call.
func (r *kernelRoot) enter() (descriptor, error) {
	now, err := r.here()
	if err != nil {
		return -1, err
	}
	r.mutex.RLock()
	if r.inode == now {
		return r.directory, nil
	}
	r.mutex.RUnlock()
	if err := r.reopen(); err != nil {
		return -1, asGone(r.path, err)
	}
	r.mutex.RLock()
	return r.directory, nil
}

func (r *kernelRoot) leave() { r.mutex.RUnlock() }

// here asks which directory path leads to.
func (r *kernelRoot) here() (inode, error) {
	var stat unix.Stat_t
	err := unix.Stat(r.path, &stat)
	return inodeOf(&stat), asGone(r.path, err)
}

func (r *kernelRoot) close() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.closed.Swap(true) {
		return fs.ErrClosed
	}
	r.inode = inode{} // which no path leads to
	return r.directory.Close()
}

// open also keeps a terminal among the files from becoming ours (O_NOCTTY).
func (r *kernelRoot) open(name string) (*File, error) {
	d, err := r.openat2(name, unix.O_RDONLY|unix.O_NONBLOCK|unix.O_NOCTTY)
	if err == unix.EACCES {
		// A directory that may not be read may hold an index that may.
		if path, pathErr := r.openat2(name, unix.O_PATH|unix.O_DIRECTORY); pathErr == nil {
			d, err = path, nil
		}
	}
	if err != nil {
		return nil, openError(name, err)
	}
	handle := &openHandle{descriptor: d, Closer: d}
	if err := unix.Fstat(int(d), &handle.stat); err != nil {
		d.Close()
		return nil, &fs.PathError{Op: "fstat", Path: name, Err: err}
	}
	handle.begin()
	return newFile(name, handle, &handle.stat), nil
}

// stat asks what name leads to, and opens it for nothing else (O_PATH in
// open(2)).
func (r *kernelRoot) stat(name string) (stat unix.Stat_t, err error) {
	d, err := r.openat2(name, unix.O_PATH)
	if err != nil {
		return stat, err
	}
	defer d.Close()
	err = unix.Fstat(int(d), &stat)
	return stat, err
}

// lstat is stat for a name without a slash, in one call: it asks what that name
// is, and not what it leads to.
func (r *kernelRoot) lstat(name string) (stat unix.Stat_t, err error) {
	err = unix.Lstat(r.path+"/"+name, &stat)
	return stat, err
}

// attemptsAtOnce is how often an open that the kernel asks to repeat is repeated
// without a pause.
const attemptsAtOnce = 100

// openat2 tries again where the kernel says EAGAIN: something was renamed while
// a ".." in a link was resolved, or another program has a lease on the file, of
// which it is told now (fcntl(2), F_SETLEASE).
func (r *kernelRoot) openat2(name string, flags uint64) (descriptor, error) {
	var deadline time.Time
	for attempt := 1; ; attempt++ {
		d, err := r.openat2Once(name, flags)
		switch {
		case err == unix.EINTR:
		case err != unix.EAGAIN || attempt > attemptsAtOnce && time.Now().After(deadline):
			return d, err
		case attempt < attemptsAtOnce:
		case attempt == attemptsAtOnce:
			deadline = time.Now().Add(leasePatience)
		default:
			time.Sleep(leasePause)
		}
	}
}

// openat2Once asks for the whole path, without any link on it: that takes one
// call, finds the directory that the path leads to now, and cannot leave it. Most
// names have no link. One that has is resolved in the open directory, beneath it.
func (r *kernelRoot) openat2Once(name string, flags uint64) (descriptor, error) {
	if r.closed.Load() {
		return -1, fs.ErrClosed
	}
	if !strings.Contains(name, "..") {
		d, err := openat2(unix.AT_FDCWD, r.path+"/"+name, flags, r.direct)
		if err == nil {
			return d, nil
		}
		if err == unix.ENOENT {
			if _, gone := r.here(); gone != nil {
				return -1, gone
			}
			return -1, err
		}
	}
	directory, err := r.enter()
	if err != nil {
		return -1, err
	}
	defer r.leave()
	return openat2(directory, name, flags, r.beneath)
}

func openat2(directory descriptor, name string, flags, resolve uint64) (descriptor, error) {
	fd, err := unix.Openat2(int(directory), name, &unix.OpenHow{Flags: flags | unix.O_CLOEXEC, Resolve: resolve})
	return descriptor(fd), err
}

// openError is what Open returns for an error of openat2.
func openError(name string, err error) error {
	switch err {
	case unix.EXDEV:
		err = ErrOutside
	case unix.EAGAIN:
		err = ErrBusy
	}
	return &fs.PathError{Op: "openat2", Path: name, Err: err}
}

func newFile(name string, handle handle, stat *unix.Stat_t) *File {
	return &File{
		handle: handle, name: name,
		Mode: modeType(stat.Mode), Size: stat.Size, Modified: time.Unix(stat.Mtim.Unix()),
		Inode: stat.Ino, Changed: time.Unix(stat.Ctim.Unix()),
	}
}

// modeType translates the type in st_mode (inode(7)).
func modeType(mode uint32) fs.FileMode {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		return 0
	case unix.S_IFDIR:
		return fs.ModeDir
	case unix.S_IFLNK:
		return fs.ModeSymlink
	}
	return fs.ModeIrregular
}
