package simplehttp

import (
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// entries asks for each name relative to the open directory: the kernel has
// not to walk the path again, and it is this directory even if it was moved.
func (t *beneath) entries(directory *File, name string) ([]entry, error) {
	fd := int(directory.handle.(*openHandle).descriptor)
	var before unix.Stat_t
	if err := unix.Fstat(fd, &before); err != nil {
		return nil, os.NewSyscallError("fstat", err)
	}
	if entries, found := t.listings.get(&before); found {
		return entries, nil
	}
	start := time.Now()
	names, err := readNames(fd)
	if err != nil {
		return nil, err
	}
	entries := t.ask(fd, strings.TrimSuffix(name, "/")+"/", names)
	sortEntries(entries)
	t.listings.keep(&before, start, entries)
	return entries, nil
}

// ask learns what each of names is, in the directory that is open as fd and
// whose own name is prefix.
func (t *beneath) ask(fd int, prefix string, names []string) []entry {
	entries := make([]entry, len(names))
	var stat unix.Stat_t
	for i, name := range names {
		e := &entries[i]
		e.name, e.modified = name, unknown
		if unix.Fstatat(fd, name, &stat, unix.AT_SYMLINK_NOFOLLOW) != nil {
			continue
		}
		e.describe(modeType(stat.Mode), stat.Size, int64(stat.Mtim.Sec))
		if !e.link {
			continue
		}
		if target, err := t.stat(prefix + name); err == nil {
			e.describe(modeType(target.Mode), target.Size, int64(target.Mtim.Sec))
		}
	}
	return entries
}

// readNames reads what is in a directory, without "." and "..".
func readNames(fd int) (names []string, err error) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := unix.Getdents(fd, buffer)
		if err == unix.EINTR {
			continue
		}
		if n <= 0 {
			return names, os.NewSyscallError("getdents64", err)
		}
		_, _, names = unix.ParseDirent(buffer[:n], -1, names)
	}
}
