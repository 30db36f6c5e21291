package simplehttp

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
)

// sorting is how a listing is sorted. The zero value is Python's order, by name
// without regard to case, which is what Root.List returns.
type sorting struct {
	column     string // "", "size" or "modified"
	descending bool
}

// sortingOf reads a target's query, such as "?sort=size&order=desc". What it does
// not know it ignores, as Python ignores every query.
func sortingOf(target string) (by sorting) {
	_, text, _ := strings.Cut(target, "?")
	query, err := url.ParseQuery(text)
	if err != nil {
		return by
	}
	if column := query.Get("sort"); column == "size" || column == "modified" {
		by.column = column
	}
	by.descending = query.Get("order") == "desc"
	return by
}

// sorted returns entries, which are in Python's order, in this one. They may be
// another request's as well, so they are copied. What has no size comes before
// what has one. Equals stay in the order of their names.
func (by sorting) sorted(entries []beneath.Entry) []beneath.Entry {
	if by == (sorting{}) {
		return entries
	}
	entries = slices.Clone(entries)
	if by.column == "" {
		slices.Reverse(entries)
		return entries
	}
	slices.SortStableFunc(entries, func(a, b beneath.Entry) int {
		if by.descending {
			a, b = b, a
		}
		return cmp.Compare(by.key(&a), by.key(&b))
	})
	return entries
}

func (by sorting) key(e *beneath.Entry) int64 {
	switch {
	case by.column == "modified":
		return e.Modified
	case e.Regular:
		return e.Size
	}
	return -1
}

// appendColumns appends the names of the columns, each a link that sorts by it:
// first by name from A, by size from the largest, by time from the latest, and then
// the other way round.
func (by sorting) appendColumns(page []byte) []byte {
	for _, c := range []struct{ column, name, first, second string }{
		{"", "Name", "./", "?order=desc"},
		{"size", "Size", "?sort=size&amp;order=desc", "?sort=size"},
		{"modified", "Modified", "?sort=modified&amp;order=desc", "?sort=modified"},
	} {
		page = append(page, `<th scope="col"`...)
		link := c.first
		if c.column == by.column {
			direction := "ascending"
			if by.descending {
				direction = "descending"
			}
			page = append(page, ` aria-sort="`+direction+`"`...)
			if by.descending == (c.column != "") {
				link = c.second
			}
		}
		page = append(page, `><a href="`+link+`">`+c.name+"</a>"...)
	}
	return page
}
