package simplehttp

import (
	_ "embed"
	"path"
	"strconv"
	"strings"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
)

// What makes the pages readable on a phone, in the dark and on paper.
var (
	//go:embed page.css
	pageStyle string
	//go:embed listing.css
	listingStyle string
)

// pageSize estimates the length of a listing, so that a large one is allocated
// once.
func pageSize(entries []beneath.Entry) int {
	size := len(pageStyle) + len(listingStyle) + 2048
	for i := range entries {
		size += len(`<tr class=t><td><a href=""></a><td>1023 KiB<td><time>2006-01-02 15:04</time>`) + 2*len(entries[i].Name) + 8
	}
	return size
}

// appendListing appends the page for the directory called name.
func appendListing(page []byte, name string, entries []beneath.Entry, by sorting) []byte {
	name = path.Clean("/" + name)
	page = appendBegin(page, listingStyle)
	page = append(page, "<title>Directory listing for "...)
	page = appendText(page, name)
	page = append(page, "</title>\n<main>\n<h1><small>Directory listing for</small>"...)
	page = appendBreadcrumbs(page, name)
	page = append(page, "</h1>\n"...)
	if name != "/" {
		page = append(page, `<a class="way" href="../">Up to `...)
		page = appendText(page, withFinalSlash(path.Dir(name)))
		page = append(page, "</a>\n"...)
	}
	if len(entries) > 0 {
		page = append(page, "<table>\n<thead><tr>"...)
		page = by.appendColumns(page)
		page = append(page, "</thead>\n<tbody>\n"...)
		page = appendEntries(page, entries)
		page = append(page, "</tbody>\n</table>\n"...)
	}
	page = append(page, "<p>"...)
	page = appendSummary(page, entries)
	return append(page, "</p>\n</main>\n</html>\n"...)
}

// appendBegin appends what every page begins with, up to its title.
func appendBegin(page []byte, style string) []byte {
	page = append(page, `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<style>
`...)
	page = append(page, pageStyle...)
	page = append(page, style...)
	return append(page, "</style>\n"...)
}

func withFinalSlash(name string) string {
	if name == "/" {
		return name
	}
	return name + "/"
}

// appendBreadcrumbs appends name, an absolute path, with a link to each
// directory above the last. The links are relative, so they hold behind a proxy
// too.
func appendBreadcrumbs(page []byte, name string) []byte {
	above := strings.Count(name, "/")
	if name == "/" {
		above = 0
	}
	label := "/"
	for part := range strings.SplitSeq(name[1:]+"/", "/") {
		if above == 0 {
			page = append(page, `<b aria-current="page">`...)
			page = appendText(page, label)
			page = append(page, "</b>"...)
			break
		}
		page = append(page, `<a href="`...)
		for range above {
			page = append(page, "../"...)
		}
		page = append(page, `">`...)
		page = appendText(page, label)
		page = append(page, "</a>"...)
		label = part + "/"
		above--
	}
	return page
}

func appendEntries(page []byte, entries []beneath.Entry) []byte {
	clock := minuteClock{minute: beneath.Unknown}
	var icons iconFinder
	for i := range entries {
		e := &entries[i]
		page = append(page, "<tr class="...)
		page = append(page, icons.of(e))
		page = append(page, `><td><a href="`...)
		page = appendQuoted(page, e.Name)
		if e.Directory {
			page = append(page, '/')
		}
		page = append(page, `">`...)
		page = appendText(page, e.Name)
		if e.Link {
			page = append(page, '@')
		} else if e.Directory {
			page = append(page, '/')
		}
		page = append(page, "</a>"...)
		page = append(page, badge(e)...)
		page = append(page, "<td>"...)
		if e.Regular {
			page = appendSize(page, e.Size)
		}
		page = append(page, "<td><time>"...)
		if e.Modified != beneath.Unknown {
			page = clock.append(page, e.Modified)
		}
		page = append(page, "</time>\n"...)
	}
	return page
}

// badge says of an entry what its name does not.
func badge(e *beneath.Entry) string {
	switch opens := e.Regular || e.Directory; {
	case e.Link && opens:
		return "<small>link</small>"
	case e.Link:
		return "<small>link to nowhere or outside</small>"
	case !opens:
		return "<small>no file</small>"
	}
	return ""
}

// appendSummary appends how many of each there are, and what the times mean.
// What cannot be opened is no file.
func appendSummary(page []byte, entries []beneath.Entry) []byte {
	if len(entries) == 0 {
		return append(page, "This directory is empty."...)
	}
	var directories, files, total int64
	for i := range entries {
		switch e := &entries[i]; {
		case e.Directory:
			directories++
		case e.Regular:
			files++
			total += e.Size
			if total < 0 {
				total = 1<<63 - 1 // sparse files may be larger together than any disk
			}
		}
	}
	start := len(page)
	next := func(n int64, one, many string) {
		if n == 0 {
			return
		}
		if len(page) > start {
			page = append(page, ", "...)
		}
		page = append(strconv.AppendInt(page, n, 10), ' ')
		if n == 1 {
			page = append(page, one...)
		} else {
			page = append(page, many...)
		}
	}
	next(directories, "directory", "directories")
	next(files, "file", "files")
	if files > 0 {
		page = append(page, ", "...)
		page = appendSize(page, total)
	}
	next(int64(len(entries))-directories-files, "that cannot be opened", "that cannot be opened")
	page = append(page, ". Times are in "...)
	page = append(page, timeZone()...)
	return append(page, '.')
}
