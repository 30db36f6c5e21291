package simplehttp

import "time"

// KeepAtOnce keeps files that have changed just now, too.
func (r *Root) KeepAtOnce() { r.tree.(*beneath).kept.settled = -time.Hour }

// Kept is how many files are kept, and how many bytes they have.
func (r *Root) Kept() (files, bytes int) {
	k := &r.tree.(*beneath).kept
	k.mutex.RLock()
	defer k.mutex.RUnlock()
	return len(k.files), k.bytes
}

// KeptListings is how many directories' entries are kept.
func (r *Root) KeptListings() int {
	k := &r.tree.(*beneath).listings
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return len(k.listings)
}
