package beneath

import (
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// How long the entries of a directory are kept, and how many of all
// directories together.
const (
	entriesAge  = time.Second
	keptEntries = 100_000
)

// keptListings holds the entries of directories for a second, because a stat
// for each of a thousand names costs more than all the rest of a listing. Names
// are correct at once: every name that comes or goes moves the directory's own
// times, which are compared. A size or a date may be a second old.
//
// Each directory was opened for this very request, so what may not be opened is
// not listed either.
type keptListings struct {
	mutex    sync.Mutex // guards the rest
	listings map[inode]listing
	entries  int // of all listings, and one for each
	most     int // of entries
}

type listing struct {
	stat    unix.Stat_t // before the entries were read
	read    time.Time
	entries []Entry // in order; shared, so never changed
}

func (k *keeper) list(directory *File) ([]Entry, error) {
	var before unix.Stat_t
	if err := unix.Fstat(int(directory.handle.(*openHandle).descriptor), &before); err != nil {
		return nil, os.NewSyscallError("fstat", err)
	}
	if entries, found := k.listings.get(&before); found {
		return entries, nil
	}
	start := time.Now()
	entries, err := k.kernelRoot.list(directory)
	if err == nil {
		k.listings.keep(&before, start, entries)
	}
	return entries, err
}

// get returns the entries of the directory with this stat, if they are kept
// and not too old.
func (k *keptListings) get(stat *unix.Stat_t) ([]Entry, bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	kept, found := k.listings[inodeOf(stat)]
	if !found || !unchanged(&kept.stat, stat) || time.Since(kept.read) > entriesAge {
		return nil, false
	}
	return kept.entries, true
}

// keep keeps entries that were read after read, unless the directory has
// changed too recently to tell the next change by its times.
func (k *keptListings) keep(stat *unix.Stat_t, read time.Time, entries []Entry) {
	if len(entries) >= k.most || read.Sub(time.Unix(stat.Ctim.Unix())) < quietTime {
		return
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	key := inodeOf(stat)
	if before, found := k.listings[key]; found {
		k.entries -= 1 + len(before.entries)
	}
	k.entries += 1 + len(entries)
	if k.entries > k.most {
		clear(k.listings)
		k.entries = 1 + len(entries)
	}
	k.listings[key] = listing{*stat, read, entries}
}
