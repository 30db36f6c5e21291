package simplehttp

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
)

// portable resolves names with the standard library alone: some calls for each
// component, and the same promise on every system.
type portable struct {
	path string
	root *os.Root // nil where links are followed to anywhere
}

func openPortable(path string, followSymlinks bool) (tree, error) {
	root, err := os.OpenRoot(path)
	if err != nil || !followSymlinks {
		return &portable{path, root}, err
	}
	return &portable{path, nil}, root.Close()
}

func (t *portable) close() error {
	if t.root == nil {
		return nil
	}
	return t.root.Close()
}

func (t *portable) open(name string) (*File, error) {
	local, err := localName(name)
	if err != nil {
		return nil, err
	}
	// O_NONBLOCK: a FIFO would wait for a writer. Windows ignores it.
	var f *os.File
	if t.root != nil {
		f, err = t.root.OpenFile(local, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	} else {
		f, err = os.OpenFile(filepath.Join(t.path, local), os.O_RDONLY|syscall.O_NONBLOCK, 0)
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
	return &File{f, info.Mode().Type(), info.Size(), info.ModTime()}, nil
}

// localName is name as this system writes it. A name that would mean something
// else here, such as one with a drive or a backslash on Windows, does not exist.
func localName(name string) (string, error) {
	clean := path.Clean(name)
	if local, err := filepath.Localize(clean); err == nil {
		return local, nil
	}
	return "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func (t *portable) entries(directory *File, name string) ([]entry, error) {
	names, err := directory.handle.(*os.File).Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	entries := make([]entry, len(names))
	for i, inner := range names {
		e := &entries[i]
		e.name, e.modified = inner, unknown
		local := filepath.Join(filepath.FromSlash(name), inner)
		if info, err := t.lstat(local); err == nil {
			e.describe(info.Mode().Type(), info.Size(), info.ModTime().Unix())
		}
		if !e.link {
			continue
		}
		if info, err := t.stat(local); err == nil {
			e.describe(info.Mode().Type(), info.Size(), info.ModTime().Unix())
		}
	}
	sortEntries(entries)
	return entries, nil
}

func (t *portable) lstat(local string) (fs.FileInfo, error) {
	if t.root != nil {
		return t.root.Lstat(local)
	}
	return os.Lstat(filepath.Join(t.path, local))
}

func (t *portable) stat(local string) (fs.FileInfo, error) {
	if t.root != nil {
		return t.root.Stat(local)
	}
	return os.Stat(filepath.Join(t.path, local))
}
