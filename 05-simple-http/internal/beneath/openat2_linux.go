package beneath

import (
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// kernelRoot is a directory in which the kernel itself resolves names, links
// included: nobody can swap a component for a link between a check and the
// open (openat2(2), RESOLVE_BENEATH).
type kernelRoot struct {
	directory descriptor
	resolve   uint64 // RESOLVE_… of openat2(2)
}

func openPlain(path string, followSymlinks bool) (opener, error) {
	directory, err := unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	r := &kernelRoot{descriptor(directory), unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS}
	if followSymlinks {
		r.resolve = 0
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

func (r *kernelRoot) close() error { return r.directory.Close() }

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
		return nil, &fs.PathError{Op: "openat2", Path: name, Err: err}
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
	err = unix.Fstatat(int(r.directory), name, &stat, unix.AT_SYMLINK_NOFOLLOW)
	return stat, err
}

func (r *kernelRoot) openat2(name string, flags uint64) (d descriptor, err error) {
	how := unix.OpenHow{Flags: flags | unix.O_CLOEXEC, Resolve: r.resolve}
	// EAGAIN: something was renamed while a ".." in a link was resolved.
	for range 100 {
		fd, err := unix.Openat2(int(r.directory), name, &how)
		if err != unix.EAGAIN && err != unix.EINTR {
			return descriptor(fd), err
		}
	}
	return -1, unix.EAGAIN
}

// list asks for each name relative to the open directory: the kernel has not to
// walk the path again, and it is this directory even if it was moved.
func (r *kernelRoot) list(directory *File) ([]Entry, error) {
	d := directory.handle.(*openHandle).descriptor
	names, err := d.names()
	if err != nil {
		return nil, err
	}
	prefix := strings.TrimSuffix(directory.name, "/") + "/"
	entries := make([]Entry, len(names))
	var stat unix.Stat_t
	for i, name := range names {
		e := &entries[i]
		e.Name, e.Modified = name, Unknown
		if unix.Fstatat(int(d), name, &stat, unix.AT_SYMLINK_NOFOLLOW) != nil {
			continue
		}
		e.describe(modeType(stat.Mode), stat.Size, int64(stat.Mtim.Sec))
		if !e.Link {
			continue
		}
		if target, err := r.stat(prefix + name); err == nil {
			e.describe(modeType(target.Mode), target.Size, int64(target.Mtim.Sec))
		}
	}
	sortEntries(entries)
	return entries, nil
}

// names reads what is in a directory, without "." and "..".
func (d descriptor) names() (names []string, err error) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := unix.Getdents(int(d), buffer)
		if err == unix.EINTR {
			continue
		}
		if n <= 0 {
			return names, os.NewSyscallError("getdents64", err)
		}
		_, _, names = unix.ParseDirent(buffer[:n], -1, names)
	}
}

func newFile(name string, handle handle, stat *unix.Stat_t) *File {
	return &File{handle, modeType(stat.Mode), stat.Size, time.Unix(stat.Mtim.Unix()), name}
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
