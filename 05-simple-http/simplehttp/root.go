package simplehttp

import "example.com/socket-tutorial/05-simple-http/internal/beneath"

// A Root is a directory that is served. Open finds what is beneath it, and
// never anything outside it; how, is the lesson of package beneath.
type Root = beneath.Root

// A File is what Root.Open has opened: its bytes, and what the system says of
// them.
type File = beneath.File

// OpenRoot opens the directory at path. With followSymlinks a link in it may
// lead anywhere; without, a link that leaves the directory leads nowhere. The
// caller closes the root when the last handler is done with it. The error is
// an *fs.PathError.
func OpenRoot(path string, followSymlinks bool) (*Root, error) {
	return beneath.OpenRoot(path, followSymlinks)
}
