package simplehttp

import (
	"bytes"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// What is kept at most, in bytes: of one file, and of all together. A file
// counts for more than its content: its name and stat are kept, too.
const (
	keptFileSize = 16 << 10
	keptRecord   = 512
	keptTotal    = 32 << 20
)

// settled is how long a file must have been left alone to be kept. Two changes
// within one tick of the file system's clock leave the same times, and its tick
// may be a second.
const settled = 2 * time.Second

// kept holds the contents of small files between requests, so that one stat
// takes the place of open, fstat, read and close. A file is served from here
// only if that stat finds it to be the very same, unchanged.
//
// Only names without a slash are kept. Of these a stat that follows no link
// tells all that an open beneath the directory would find out; in a longer
// name, any directory on the way might have become a link to outside, and one
// stat cannot tell.
//
// Changes through a shared mapping (mmap(2)) reach a file's times late, and so
// do those on another host's NFS: no stat can see them before.
type kept struct {
	settled time.Duration

	mutex sync.RWMutex
	files map[string]*keptFile
	bytes int
}

type keptFile struct {
	stat    unix.Stat_t
	content []byte
}

// open returns the file called name if it is kept and has not changed, or nil.
func (k *kept) open(directory int, name string) *File {
	k.mutex.RLock()
	file := k.files[name]
	k.mutex.RUnlock()
	if file == nil {
		return nil
	}
	var now unix.Stat_t
	err := unix.Fstatat(directory, name, &now, unix.AT_SYMLINK_NOFOLLOW)
	if err != nil || !unchanged(&file.stat, &now) {
		return nil
	}
	return newFile(keptHandle{bytes.NewReader(file.content)}, &now)
}

// unchanged reports whether two stats are of the same file in the same state.
// Every write, truncation, renaming and change of permissions moves ctime, which
// nobody can set (inode(7)).
func unchanged(before, after *unix.Stat_t) bool {
	return before.Dev == after.Dev && before.Ino == after.Ino && before.Mode == after.Mode &&
		before.Size == after.Size && before.Mtim == after.Mtim && before.Ctim == after.Ctim
}

// keep reads the file that was opened as name, and whose stat came before, if
// it is one to be kept. If the file changes meanwhile, the next stat differs.
func (k *kept) keep(directory int, name string, fd int, stat *unix.Stat_t) {
	if stat.Mode&unix.S_IFMT != unix.S_IFREG || stat.Size > keptFileSize || strings.Contains(name, "/") ||
		time.Since(time.Unix(stat.Ctim.Unix())) < k.settled {
		return
	}
	var named unix.Stat_t
	err := unix.Fstatat(directory, name, &named, unix.AT_SYMLINK_NOFOLLOW)
	if err != nil || !unchanged(stat, &named) {
		return // opened through a link, or changed
	}
	content := make([]byte, stat.Size)
	if n, err := unix.Pread(fd, content, 0); err != nil || n < len(content) {
		return
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.forget(name)
	for other := range k.files {
		if k.bytes+keptRecord+len(content) <= keptTotal {
			break
		}
		k.forget(other)
	}
	k.files[name] = &keptFile{*stat, content}
	k.bytes += keptRecord + len(content)
}

func (k *kept) forget(name string) {
	if file := k.files[name]; file != nil {
		k.bytes -= keptRecord + len(file.content)
		delete(k.files, name)
	}
}

// keptHandle reads contents as a file is read.
type keptHandle struct{ *bytes.Reader }

func (keptHandle) Close() error { return nil }

// SyscallConn has nothing to give: sendfile(2) is for files.
func (keptHandle) SyscallConn() (syscall.RawConn, error) { return nil, syscall.EBADF }
