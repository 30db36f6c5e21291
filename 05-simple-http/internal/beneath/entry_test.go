package beneath

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOrderOfNames(t *testing.T) {
	want := []string{
		"!", "-", ".a", "1", "10", "2", "A", "a", "a.txt", "B", "b", "b0", "b_", "bb", "common prefix 1", "Common Prefix 10",
		"COMMON PREFIX 1A", "common prefix 1a", "common prefix 1B", "common prefix 2", "eightby", "eightbyt", "eightbytes", "Z", "_", "~",
		"\u00c9", "\u00e9", "\u65e5\u672c", "\xff",
	}
	entries := make([]Entry, len(want))
	for i, name := range want {
		// Some order that is not the right one.
		entries[(i*7)%len(want)].Name = name
	}
	sortEntries(entries)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name)
	}
	slices.SortFunc(want, func(a, b string) int {
		if order := strings.Compare(foldASCII(a), foldASCII(b)); order != 0 {
			return order
		}
		return strings.Compare(a, b)
	})
	assert.Equal(t, want, got)
}

// foldASCII is what Python 2.7's lower makes of bytes.
func foldASCII(name string) string {
	folded := []byte(name)
	for i, c := range folded {
		if 'A' <= c && c <= 'Z' {
			folded[i] = c | 0x20
		}
	}
	return string(folded)
}
