package simplehttp

import (
	"io"
	"io/fs"
	"syscall"
	"time"
)

// A Root is a directory that is served: files are opened beneath it.
type Root struct{ tree tree }

// OpenRoot opens the directory at path. With followSymlinks a link in it may
// lead anywhere; without, a link that leaves the directory leads nowhere.
func OpenRoot(path string, followSymlinks bool) (*Root, error) {
	tree, err := openTree(path, followSymlinks)
	if err != nil {
		return nil, err
	}
	return &Root{tree}, nil
}

// Open opens a file, directory or whatever else name is, as TranslatePath
// returns it, for reading. A FIFO does not block it: File.Mode says what was
// opened. The error is fs.ErrNotExist where there is nothing of that name, and
// another where name leads out of the directory.
func (r *Root) Open(name string) (*File, error) { return r.tree.open(name) }

// Close closes the directory. Files that are open stay so.
func (r *Root) Close() error { return r.tree.close() }

// tree is a directory and a way to resolve names in it. Linux has one of its
// own, and there is one for every system.
type tree interface {
	// open opens name and asks once what it is.
	open(name string) (*File, error)
	// entries reads the directory that was opened as name, in the order of its
	// listing. An entry that vanishes meanwhile has a name and nothing else.
	// The caller changes none.
	entries(directory *File, name string) ([]entry, error)
	close() error
}

// A File is open, and the rest is what one fstat said of it.
type File struct {
	handle
	Mode     fs.FileMode // the type's bits, without permissions
	Size     int64       // bytes
	Modified time.Time
}

// handle is what is needed of an open file: *os.File has it, and on Linux the
// bare descriptor.
type handle interface {
	io.ReadSeekCloser
	syscall.Conn
}
