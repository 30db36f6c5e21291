package beneath

import (
	"errors"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// What is kept: the content of a small file, and of one that is not large the
// open descriptor, which is all that sendfile(2) needs.
const (
	keptContent = 16 << 10  // bytes, the largest of the first kind
	keptOpen    = 256 << 10 // bytes, the largest of the second; each counts for that
	keptRecord  = 512       // bytes that a file counts for beside its name and content
	keptTotal   = 32 << 20  // bytes, so that no more than 128 files are open
)

// quietTime is how long a file must have been left alone to be kept. Two changes
// within one tick of the file system's clock leave the same times, and its tick
// may be a second.
const quietTime = 2 * time.Second

// keptAge is how long a file is kept. A change through a shared mapping
// (mmap(2)), or on another host's NFS, may move the times that stat shows late or
// not at all: it is seen after keptAge.
const keptAge = 10 * time.Second

// keeper keeps files and listings between requests, and asks a kernelRoot for
// all others. A file is served from here only if its name leads to the very
// same file, unchanged. To find that out takes one system call, or three for a
// name with a slash; to open, ask, read and close it takes four.
type keeper struct {
	*kernelRoot
	quiet time.Duration // quietTime, but in tests
	age   time.Duration // keptAge, but in tests

	mutex  sync.RWMutex         // guards the next four
	files  map[string]*keptFile // nil once the root is closed
	bytes  int                  // that all files count for
	opened int                  // files that are kept open
	most   int                  // of opened

	listings keptListings
}

// keep puts a keeper before plain, if that is a kernelRoot.
func keep(plain opener) opener {
	root, ok := plain.(*kernelRoot)
	if !ok {
		return plain
	}
	return &keeper{
		kernelRoot: root,
		quiet:      quietTime,
		age:        keptAge,
		files:      make(map[string]*keptFile),
		most:       mostOpened(),
		listings:   keptListings{listings: make(map[inode]listing), most: keptEntries},
	}
}

// mostOpened is how many files may be kept open: a quarter of all that the
// process may open (getrlimit(2)), for connections need descriptors as well.
func mostOpened() int {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return int(min(limit.Cur/4, keptTotal/keptOpen))
}

// open gives up what is kept open if no more can be opened, and tries again.
func (k *keeper) open(name string) (*File, error) {
	file, err := k.openOnce(name)
	if errors.Is(err, unix.EMFILE) || errors.Is(err, unix.ENFILE) {
		k.releaseFiles()
		file, err = k.openOnce(name)
	}
	return file, err
}

func (k *keeper) openOnce(name string) (*File, error) {
	if kept := k.openKept(name); kept != nil {
		return kept, nil
	}
	file, err := k.kernelRoot.open(name)
	if err != nil {
		return nil, err
	}
	if kept := k.keep(name, file.handle.(*openHandle)); kept != nil {
		return kept, nil
	}
	return file, nil
}

// close closes what is kept, and the directory.
func (k *keeper) close() error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	for name := range k.files {
		k.forget(name)
	}
	k.files = nil
	return k.kernelRoot.close()
}

func (k *keeper) releaseFiles() {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	for name, file := range k.files {
		if file.content == nil {
			k.forget(name)
		}
	}
}

// openKept returns the file called name if it is kept, and still what the name
// leads to; else it is kept no longer.
func (k *keeper) openKept(name string) *File {
	k.mutex.RLock()
	file := k.files[name]
	k.mutex.RUnlock()
	if file == nil {
		return nil
	}
	now, err := k.identify(name)
	if err == nil && unchanged(&file.stat, &now) && time.Since(file.read) < k.age {
		return k.share(name, file)
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.files[name] == file {
		k.forget(name)
	}
	return nil
}

// share opens a kept file for one more request, unless it has a descriptor that
// was closed meanwhile.
func (k *keeper) share(name string, file *keptFile) *File {
	if file.content != nil {
		return file.open()
	}
	k.mutex.RLock()
	defer k.mutex.RUnlock()
	if k.files[name] != file {
		return nil
	}
	return file.open()
}

// identify asks what name leads to, without a link at its end if it has no
// slash. One that has takes more calls: any directory on the way might have
// become a link to outside.
func (k *keeper) identify(name string) (unix.Stat_t, error) {
	if strings.Contains(name, "/") {
		return k.stat(name)
	}
	return k.lstat(name)
}

// unchanged reports whether two stats are of the same file in the same state.
// Every write, truncation, renaming and change of permissions moves ctime, which
// nobody can set (inode(7)).
func unchanged(before, after *unix.Stat_t) bool {
	return before.Dev == after.Dev && before.Ino == after.Ino && before.Mode == after.Mode &&
		before.Size == after.Size && before.Mtim == after.Mtim && before.Ctim == after.Ctim
}

// keep takes over the file that was opened as name, if it is one to be kept, and
// returns it as kept; or nil. Its stat came before its content: if the file
// changes meanwhile, the next stat differs.
func (k *keeper) keep(name string, opened *openHandle) *File {
	stat := &opened.stat
	if stat.Mode&unix.S_IFMT != unix.S_IFREG || stat.Size > keptOpen || stat.Size > keptContent && k.most == 0 ||
		time.Since(time.Unix(stat.Ctim.Unix())) < k.quiet {
		return nil
	}
	if named, err := k.identify(name); err != nil || !unchanged(stat, &named) {
		return nil // opened through a link, or changed
	}
	file, err := newKeptFile(name, opened.descriptor, stat)
	if err != nil {
		return nil
	}
	kept := file.open() // before anybody can forget it
	k.add(file)
	return kept
}

// add keeps file, in place of others if there is no room.
func (k *keeper) add(file *keptFile) {
	name := file.file.name
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.files == nil {
		return
	}
	k.forget(name)
	for other, its := range k.files {
		full := k.bytes+file.size > keptTotal
		if !full && (file.content != nil || k.opened < k.most) {
			break
		}
		if full || its.content == nil {
			k.forget(other)
		}
	}
	k.files[name] = file
	k.bytes += file.size
	if file.content == nil {
		k.opened++
	}
	file.users.Add(1)
}

// forget keeps name no longer. The caller holds the mutex.
func (k *keeper) forget(name string) {
	file := k.files[name]
	if file == nil {
		return
	}
	delete(k.files, name)
	k.bytes -= file.size
	if file.content == nil {
		k.opened--
	}
	file.Close()
}
