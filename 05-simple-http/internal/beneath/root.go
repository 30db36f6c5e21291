package beneath

import (
	"io"
	"io/fs"
	"syscall"
	"time"
)

// A Root is a directory that is served: files are opened beneath it. All its
// methods may be called at once by any number of goroutines, Close excepted.
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
// name, EMFILE or ENFILE (errno(3)) where no more files can be opened, and
// neither where name leads out of the root.
func (r *Root) Open(name string) (*File, error) { return r.opener.open(name) }

// List returns what is in a directory that Open has opened, in the order of
// [Entry]. An entry that vanishes meanwhile has a name and nothing else. The
// slice may be shared: the caller does not change it. The error is the
// system's, of reading the directory.
func (r *Root) List(directory *File) ([]Entry, error) { return r.opener.list(directory) }

// Close closes the directory. Files that are open stay so.
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
	Modified time.Time
	name     string // which it was opened by
}

// handle is what is needed of an open file: *os.File has it, and on Linux the
// bare descriptor.
type handle interface {
	io.ReadSeekCloser
	syscall.Conn
}
