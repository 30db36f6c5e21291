package beneath

import (
	"testing"
	"time"
)

// keeper is what keeps files; without openat2(2) there is none.
func (r *Root) keeper(t testing.TB) *keeper {
	t.Helper()
	k, ok := r.opener.(*keeper)
	if !ok {
		t.Skip("this kernel, or a sandbox, has no openat2: nothing is kept")
	}
	return k
}

// KeepAtOnce keeps files that have changed just now, too.
func (r *Root) KeepAtOnce(t testing.TB) { r.keeper(t).quiet = -time.Hour }

// Kept is how many files are kept, and how many bytes they count for.
func (r *Root) Kept(t testing.TB) (files, bytes int) {
	k := r.keeper(t)
	k.mutex.RLock()
	defer k.mutex.RUnlock()
	return len(k.files), k.bytes
}

// KeptListings is how many directories' entries are kept.
func (r *Root) KeptListings(t testing.TB) int {
	k := &r.keeper(t).listings
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return len(k.listings)
}

// KeepFor keeps files for as long as age.
func (r *Root) KeepFor(t testing.TB, age time.Duration) { r.keeper(t).age = age }

// MostOpened is how many files are kept open at most.
func (r *Root) MostOpened(t testing.TB) int { return r.keeper(t).most }

// KeepListings keeps no more than most entries of all directories.
func (r *Root) KeepListings(t testing.TB, most int) { r.keeper(t).listings.most = most }
