package beneath

import (
	"io/fs"
	"math"
	"slices"
	"strings"
)

// An Entry is one name in a directory. Entries are ordered as in Python's
// listing: by name, without regard to the case of ASCII letters.
type Entry struct {
	Name      string
	Size      int64 // bytes, of a regular file
	Modified  int64 // seconds since 1970, or Unknown
	Link      bool  // a symbolic link; the rest is of what it leads to
	Directory bool
	Regular   bool

	// order is the name's first bytes, in lower case: most comparisons need
	// no more.
	order uint64
}

// Unknown is when a name was modified that nothing could be learned of.
const Unknown = math.MinInt64

// describe notes what kind of file mode says that e is. Of a link that leads
// somewhere it is called a second time, with what it leads to.
func (e *Entry) describe(mode fs.FileMode, size, modified int64) {
	switch mode {
	case fs.ModeSymlink:
		e.Link = true
	case fs.ModeDir:
		e.Directory = true
	case 0:
		e.Regular, e.Size = true, size
	}
	e.Modified = modified
}

// sortEntries puts entries in their order. Names that differ in case alone, which
// Python leaves as the file system has them, stand in the order of their bytes.
func sortEntries(entries []Entry) {
	for i := range entries {
		entries[i].order = orderOf(entries[i].Name)
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		if a.order != b.order {
			if a.order < b.order {
				return -1
			}
			return 1
		}
		return compareFolded(a.Name, b.Name)
	})
}

// orderOf packs the first eight bytes of name, so that they compare as numbers.
func orderOf(name string) (order uint64) {
	for i := range 8 {
		order <<= 8
		if i < len(name) {
			order |= uint64(lower(name[i]))
		}
	}
	return order
}

func compareFolded(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if x, y := lower(a[i]), lower(b[i]); x != y {
			return int(x) - int(y)
		}
	}
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
