package beneath

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// portableRoot resolves names with the standard library alone: some calls for
// each component, and the same promise on every system. It, too, is whatever
// its path leads to now.
type portableRoot struct {
	path           string // absolute
	followSymlinks bool

	mutex sync.RWMutex // guards the rest; held while root is in use
	root  *os.Root     // nil once it is closed
	info  fs.FileInfo  // of root
}

func openPortable(path string, followSymlinks bool) (opener, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	info, err := root.Stat(".")
	if err != nil {
		root.Close()
		return nil, err
	}
	return &portableRoot{path: absolute(path), followSymlinks: followSymlinks, root: root, info: info}, nil
}

func (r *portableRoot) close() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.root == nil {
		return fs.ErrClosed
	}
	err := r.root.Close()
	r.root = nil
	return err
}

// enter returns the directory, with the mutex held for reading.
func (r *portableRoot) enter() (*os.Root, error) {
	now, err := os.Stat(r.path)
	if err != nil {
		return nil, asGone(r.path, err)
	}
	r.mutex.RLock()
	if r.root != nil && os.SameFile(now, r.info) {
		return r.root, nil
	}
	r.mutex.RUnlock()
	if err := r.reopen(); err != nil {
		return nil, asGone(r.path, err)
	}
	r.mutex.RLock()
	return r.root, nil
}

func (r *portableRoot) leave() { r.mutex.RUnlock() }

func (r *portableRoot) reopen() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.root == nil {
		return fs.ErrClosed
	}
	root, err := os.OpenRoot(r.path)
	if err != nil {
		return err
	}
	info, err := root.Stat(".")
	if err != nil {
		root.Close()
		return err
	}
	r.root.Close()
	r.root, r.info = root, info
	return nil
}

func (r *portableRoot) open(name string) (*File, error) {
	local, err := localName(name)
	if err != nil {
		return nil, err
	}
	f, err := r.openFile(local)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && strings.HasSuffix(name, "/") && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: syscall.ENOTDIR}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	inode, changed := version(f, info)
	return &File{
		handle: f, name: name,
		Mode: info.Mode().Type(), Size: info.Size(), Modified: info.ModTime(),
		Inode: inode, Changed: changed,
	}, nil
}

// openFile waits for another program's lease on the file, as kernelRoot does.
func (r *portableRoot) openFile(local string) (*os.File, error) {
	for deadline := time.Now().Add(leasePatience); ; time.Sleep(leasePause) {
		f, err := r.openFileOnce(local)
		if !errors.Is(err, syscall.EAGAIN) {
			return f, err
		}
		if time.Now().After(deadline) {
			return nil, &fs.PathError{Op: "openat", Path: local, Err: ErrBusy}
		}
	}
}

func (r *portableRoot) openFileOnce(local string) (*os.File, error) {
	root, err := r.enter()
	if err != nil {
		return nil, err
	}
	defer r.leave()
	// O_NONBLOCK: a FIFO would wait until somebody opens it for writing. Windows
	// ignores it.
	const flags = os.O_RDONLY | syscall.O_NONBLOCK | largeFile
	if r.followSymlinks {
		return os.OpenFile(filepath.Join(r.path, local), flags, 0)
	}
	f, err := root.OpenFile(local, flags, 0)
	if err != nil && strings.HasSuffix(err.Error(), escapes) {
		err = &fs.PathError{Op: "openat", Path: local, Err: ErrOutside}
	}
	return f, err
}

// escapes is the text of an error of os.Root that has no name.
const escapes = "path escapes from parent"

// localName is name as this system writes it. A name that would mean something
// else here, such as one with a drive or a backslash on Windows, does not exist.
func localName(name string) (string, error) {
	clean := path.Clean(name)
	local, err := filepath.Localize(clean)
	switch {
	case filepath.Separator == '/':
		// Localize has no names but those of UTF-8, and a Unix any bytes.
		if filepath.IsLocal(clean) && strings.IndexByte(clean, 0) < 0 {
			return clean, nil
		}
	case err == nil && !isAlias(clean):
		return local, nil
	}
	return "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// isAlias reports whether Windows takes name, with slashes, for another one: it
// drops dots and blanks at an element's end.
func isAlias(name string) bool {
	for element := range strings.SplitSeq(name, "/") {
		if element != "." && strings.TrimRight(element, ". ") != element {
			return true
		}
	}
	return false
}

func (r *portableRoot) list(directory *File) ([]Entry, error) {
	names, err := directory.handle.(*os.File).Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(names))
	for i, inner := range names {
		e := &entries[i]
		e.Name, e.Modified = inner, Unknown
		local := filepath.Join(filepath.FromSlash(directory.name), inner)
		if info, err := r.lstat(local); err == nil {
			e.describe(info.Mode().Type(), info.Size(), info.ModTime().Unix())
		}
		if !e.Link {
			continue
		}
		if info, err := r.stat(local); err == nil {
			e.describe(info.Mode().Type(), info.Size(), info.ModTime().Unix())
		}
	}
	sortEntries(entries)
	return entries, nil
}

func (r *portableRoot) lstat(local string) (fs.FileInfo, error) {
	root, err := r.enter()
	if err != nil {
		return nil, err
	}
	defer r.leave()
	if r.followSymlinks {
		return os.Lstat(filepath.Join(r.path, local))
	}
	return root.Lstat(local)
}

func (r *portableRoot) stat(local string) (fs.FileInfo, error) {
	root, err := r.enter()
	if err != nil {
		return nil, err
	}
	defer r.leave()
	if r.followSymlinks {
		return os.Stat(filepath.Join(r.path, local))
	}
	return root.Stat(local)
}
