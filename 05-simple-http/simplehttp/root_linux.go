package simplehttp

import (
	"io/fs"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// beneath is a directory in which the kernel itself resolves names, links
// included: nobody can swap a component for a link between a check and the
// open (openat2(2), RESOLVE_BENEATH).
type beneath struct {
	directory int
	resolve   uint64
	kept      kept
	listings  keptListings
}

func openTree(path string, followSymlinks bool) (tree, error) {
	directory, err := unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	t := &beneath{
		directory: directory,
		resolve:   unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS,
		listings:  keptListings{listings: make(map[inode]listing)},
	}
	t.kept = kept{settled: settled, identify: t.identify, files: make(map[string]*keptFile)}
	if followSymlinks {
		t.resolve = 0
	}
	probe, err := t.openat2(".", unix.O_PATH)
	if err != nil {
		// Before Linux 5.6 there is no such call, and some sandboxes deny it.
		unix.Close(directory)
		return openPortable(path, followSymlinks)
	}
	unix.Close(probe)
	return t, nil
}

func (t *beneath) close() error {
	t.kept.forgetAll()
	return unix.Close(t.directory)
}

// open also keeps a terminal among the files from becoming ours (O_NOCTTY).
func (t *beneath) open(name string) (*File, error) {
	file, err := t.kept.open(name)
	if file != nil || err != nil {
		return file, err
	}
	fd, err := t.openat2(name, unix.O_RDONLY|unix.O_NONBLOCK|unix.O_NOCTTY)
	if err == unix.EACCES {
		// A directory that may not be read may hold an index that may.
		if path, pathErr := t.openat2(name, unix.O_PATH|unix.O_DIRECTORY); pathErr == nil {
			fd, err = path, nil
		}
	}
	if err != nil {
		return nil, &fs.PathError{Op: "openat2", Path: name, Err: err}
	}
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		unix.Close(fd)
		return nil, &fs.PathError{Op: "fstat", Path: name, Err: err}
	}
	if file := t.kept.keep(name, descriptor(fd), &stat); file != nil {
		return file, nil
	}
	return newFile(newHandle(descriptor(fd), stat.Size, descriptor(fd)), &stat), nil
}

// identify asks what name leads to, without a link at its end if it has no
// slash. One that has takes three calls: any directory on the way might have
// become a link to outside.
func (t *beneath) identify(name string) (stat unix.Stat_t, err error) {
	if strings.Contains(name, "/") {
		return t.stat(name)
	}
	err = unix.Fstatat(t.directory, name, &stat, unix.AT_SYMLINK_NOFOLLOW)
	return stat, err
}

// stat asks what name leads to, and opens it for nothing else (O_PATH in
// open(2)).
func (t *beneath) stat(name string) (stat unix.Stat_t, err error) {
	fd, err := t.openat2(name, unix.O_PATH)
	if err != nil {
		return stat, err
	}
	defer unix.Close(fd)
	err = unix.Fstat(fd, &stat)
	return stat, err
}

func newFile(handle handle, stat *unix.Stat_t) *File {
	return &File{handle, modeType(stat.Mode), stat.Size, time.Unix(stat.Mtim.Unix())}
}

func (t *beneath) openat2(name string, flags uint64) (fd int, err error) {
	how := unix.OpenHow{Flags: flags | unix.O_CLOEXEC, Resolve: t.resolve}
	// EAGAIN: something was renamed while a ".." in a link was resolved.
	for range 100 {
		fd, err = unix.Openat2(t.directory, name, &how)
		if err != unix.EAGAIN && err != unix.EINTR {
			break
		}
	}
	return fd, err
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
