package simplehttp

import (
	"io/fs"
	"math"
	"slices"
	"strings"
)

// An entry is one name in a directory.
type entry struct {
	name string
	// order is the name's first bytes, in lower case: most comparisons need
	// no more.
	order     uint64
	size      int64 // bytes, of a regular file
	modified  int64 // seconds since 1970, or unknown
	link      bool
	directory bool // or a link to one
	regular   bool // or a link to one
}

// unknown is when a name was modified that nothing could be learned of.
const unknown = math.MinInt64

// describe notes what kind of file mode says that e is. Of a link that leads
// somewhere it is called a second time, with what it leads to.
func (e *entry) describe(mode fs.FileMode, size, modified int64) {
	switch mode {
	case fs.ModeSymlink:
		e.link = true
	case fs.ModeDir:
		e.directory = true
	case 0:
		e.regular, e.size = true, size
	}
	e.modified = modified
}

// sortEntries puts entries in the order of Python's listing, by name without
// regard to the case of ASCII letters. Names that differ in case alone, which
// Python leaves as the file system has them, stand in the order of their bytes.
func sortEntries(entries []entry) {
	for i := range entries {
		entries[i].order = orderOf(entries[i].name)
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.order != b.order {
			if a.order < b.order {
				return -1
			}
			return 1
		}
		return compareFolded(a.name, b.name)
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
