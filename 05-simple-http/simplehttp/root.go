package simplehttp

import (
	"io"
	"io/fs"
	"syscall"
	"time"
)

// A Root is a directory that is served: files are opened beneath it.
type Root struct{ tree }

// tree opens names as TranslatePath returns them. It has one way for Linux and
// one for every system.
type tree interface {
	// Open opens name for reading and asks once what it is. A FIFO does not
	// block it; the caller looks at Mode.
	Open(name string) (*File, error)
	// entries reads the directory that was opened as name, in the order of its
	// listing. An entry that vanishes meanwhile has a name and nothing else.
	// The caller changes none.
	entries(directory *File, name string) ([]entry, error)
	Close() error
}

// OpenRoot opens the directory at path. With followSymlinks a link in it may
// lead anywhere; without, a link that leaves the directory leads nowhere.
func OpenRoot(path string, followSymlinks bool) (*Root, error) {
	tree, err := openTree(path, followSymlinks)
	if err != nil {
		return nil, err
	}
	return &Root{tree}, nil
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
