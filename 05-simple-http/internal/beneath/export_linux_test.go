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

// KeepFor keeps files for as long as age.
func (r *Root) KeepFor(age time.Duration) { r.opener.(*keeper).age = age }

// MostOpened is how many files are kept open at most.
func (r *Root) MostOpened() int { return r.opener.(*keeper).most }

// KeepListings keeps no more than most entries of all directories.
func (r *Root) KeepListings(most int) { r.opener.(*keeper).listings.most = most }
