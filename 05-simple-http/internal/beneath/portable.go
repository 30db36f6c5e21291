package beneath

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
)

// portableRoot resolves names with the standard library alone: some calls for
// each component, and the same promise on every system.
type portableRoot struct {
	path string
	root *os.Root // nil where links are followed to anywhere
}

func openPortable(path string, followSymlinks bool) (opener, error) {
	root, err := os.OpenRoot(path)
	if err != nil || !followSymlinks {
		return &portableRoot{path, root}, err
	}
	return &portableRoot{path, nil}, root.Close()
}

func (r *portableRoot) close() error {
	if r.root == nil {
		return nil
	}
	return r.root.Close()
}

func (r *portableRoot) open(name string) (*File, error) {
	local, err := localName(name)
	if err != nil {
		return nil, err
	}
	// O_NONBLOCK: a FIFO would wait for a writer. Windows ignores it.
	var f *os.File
	if r.root != nil {
		f, err = r.root.OpenFile(local, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	} else {
		f, err = os.OpenFile(filepath.Join(r.path, local), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	}
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
	return &File{f, info.Mode().Type(), info.Size(), info.ModTime(), name}, nil
}

// localName is name as this system writes it. A name that would mean something
// else here, such as one with a drive or a backslash on Windows, does not exist.
func localName(name string) (string, error) {
	clean := path.Clean(name)
	if filepath.Separator == '/' && filepath.IsLocal(clean) && strings.IndexByte(clean, 0) < 0 {
		return clean, nil // Localize has no names but those of UTF-8
	}
	if local, err := filepath.Localize(clean); err == nil {
		return local, nil
	}
	return "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
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
	if r.root != nil {
		return r.root.Lstat(local)
	}
	return os.Lstat(filepath.Join(r.path, local))
}

func (r *portableRoot) stat(local string) (fs.FileInfo, error) {
	if r.root != nil {
		return r.root.Stat(local)
	}
	return os.Stat(filepath.Join(r.path, local))
}
