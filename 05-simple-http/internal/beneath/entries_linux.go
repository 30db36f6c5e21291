package beneath

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

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
