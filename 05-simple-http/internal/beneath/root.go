package beneath

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// A Root is a directory that is served: files are opened beneath it. It is what
// its path means at the time, also where the directory was removed and made
// again, or is a link that was switched. All methods may be called at once by
// any number of goroutines.
type Root struct{ opener opener }

// OpenRoot opens the directory at path. With followSymlinks a link in it may
// lead anywhere; without, a link that leaves the directory leads nowhere. The
// caller closes the root. The error is an *fs.PathError that says why the
// directory cannot be opened: it does not exist, is none, or may not be entered.
func OpenRoot(path string, followSymlinks bool) (*Root, error) {
	opener, err := openPlain(path, followSymlinks)
	if err != nil {
		return nil, err
	}
	opener = keep(opener) // all that is kept between requests goes with this line
	return &Root{opener}, nil
}

// OpenPlain is OpenRoot without what is kept between requests: each Open opens
// its file, each List reads its directory.
func OpenPlain(path string, followSymlinks bool) (*Root, error) {
	opener, err := openPlain(path, followSymlinks)
	if err != nil {
		return nil, err
	}
	return &Root{opener}, nil
}

// OpenPortable is OpenPlain by Go's own os.Root, which every system has. It is
// what OpenPlain is where the kernel has no call for it.
func OpenPortable(path string, followSymlinks bool) (*Root, error) {
	opener, err := openPortable(path, followSymlinks)
	if err != nil {
		return nil, err
	}
	return &Root{opener}, nil
}

// Open opens a file, directory or whatever else name is, for reading: a path
// with slashes, relative to the root, "." for the root itself; a slash at its
// end asks for a directory. A FIFO does not block it: File.Mode says what was
// opened. The caller closes the file.
//
// errors.Is finds fs.ErrNotExist in the error where there is nothing of that
// name, one of the errors of this package, fs.ErrClosed after Close, and EMFILE
// or ENFILE (errno(3)) where no more files can be opened.
func (r *Root) Open(name string) (*File, error) { return r.opener.open(name) }

// What Open returns for a name, beside the system's own errors.
var (
	// ErrGone: nothing, or no directory, is where the root was.
	ErrGone = errors.New("the served directory is gone")
	// ErrOutside: a link leads out of the root.
	ErrOutside = errors.New("a link leads out of the directory")
	// ErrBusy: another program has a lease on the file and does not give it
	// back.
	ErrBusy = errors.New("another program holds the file")
)

// How long Open waits for another program's lease on a file, and with what pause
// it asks again.
const (
	leasePatience = 10 * time.Second
	leasePause    = 10 * time.Millisecond
)

// asGone makes an ErrGone of an error of finding the root, which is at path. A
// process that can open nothing more, or a root that was closed, is another matter.
func asGone(path string, err error) error {
	if err == nil || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, fs.ErrClosed) {
		return err
	}
	return &fs.PathError{Op: "open", Path: path, Err: ErrGone}
}

// absolute is path seen from "/", so that it is found again when the current
// directory was removed and made again; or path itself where that is not the same.
func absolute(path string) string {
	now, err := os.Stat(path)
	if err != nil {
		return path
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if same, err := os.Stat(whole); err != nil || !os.SameFile(now, same) {
		return path
	}
	return whole
}

// List returns what is in a directory that Open has opened, in the order of
// [Entry]. An entry that vanishes meanwhile has a name and nothing else. The
// slice may be shared: the caller does not change it. The error is the
// system's, of reading the directory.
func (r *Root) List(directory *File) ([]Entry, error) { return r.opener.list(directory) }

// ReleaseFiles closes the files that are kept open between requests. A process
// that cannot accept a connection for want of descriptors calls it; Open does so
// by itself.
func (r *Root) ReleaseFiles() {
	if keeper, ok := r.opener.(interface{ releaseFiles() }); ok {
		keeper.releaseFiles()
	}
}

// Close closes the directory. Files that are open stay so; Open returns
// fs.ErrClosed from now on, and so does a second Close.
func (r *Root) Close() error { return r.opener.close() }

// An opener does what a Root promises. One asks Linux to resolve a name, one
// the os package, and one puts what it keeps before another.
type opener interface {
	open(name string) (*File, error)
	list(directory *File) ([]Entry, error)
	close() error
}

// A File is open, and the rest is what one fstat said of it.
type File struct {
	handle
	Mode     fs.FileMode // the type's bits, without permissions
	Size     int64       // bytes
	Modified time.Time   // mtime of inode(7), which anybody may set
	Changed  time.Time   // ctime, which nobody can; Modified where there is none
	Inode    uint64      // the file's number on its disk; 0 where there is none
	name     string      // which it was opened by
	noted    *note       // nil: nothing is kept of this file
}

// note is what was made of a file that is kept between requests.
type note struct {
	once sync.Once
	made any
}

// Once returns what make makes of the file. While the file is kept between requests
// and does not change, it is made once, by whoever asks first, and shared.
func (f *File) Once(make func(*File) any) any {
	if f.noted == nil {
		return make(f)
	}
	f.noted.once.Do(func() { f.noted.made = make(f) })
	return f.noted.made
}

// handle is what is needed of an open file: *os.File has it, and on Linux the
// bare descriptor.
type handle interface {
	io.ReadSeekCloser
	syscall.Conn
}
