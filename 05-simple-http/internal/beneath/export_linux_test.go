package beneath

import "time"

// KeepAtOnce keeps files that have changed just now, too.
func (r *Root) KeepAtOnce() { r.opener.(*keeper).quiet = -time.Hour }

// Kept is how many files are kept, and how many bytes they count for.
func (r *Root) Kept() (files, bytes int) {
	k := r.opener.(*keeper)
	k.mutex.RLock()
	defer k.mutex.RUnlock()
	return len(k.files), k.bytes
}

// KeptListings is how many directories' entries are kept.
func (r *Root) KeptListings() int {
	k := &r.opener.(*keeper).listings
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return len(k.listings)
}
