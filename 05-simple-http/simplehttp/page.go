package simplehttp

import (
	_ "embed"
	"path"
	"strconv"
	"strings"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
)

// pageStyle makes a listing readable on a phone and in the dark.
//
//go:embed listing.css
var pageStyle string

// pageSize estimates the length of a listing, so that a large one is allocated
// once.
func pageSize(entries []beneath.Entry) int {
	size := len(pageStyle) + 1024
	for i := range entries {
		size += len(`<li><a href=""></a><span>1023 KiB</span><time>2006-01-02 15:04</time>`) + 2*len(entries[i].Name) + 8
	}
	return size
}

func appendPage(page []byte, name string, entries []beneath.Entry) []byte {
	name = path.Clean("/" + name)
	page = append(page, `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Directory listing for `...)
	page = appendText(page, name)
	page = append(page, "</title>\n<style>\n"...)
	page = append(page, pageStyle...)
	page = append(page, "</style>\n<main>\n<h1><small>Directory listing for</small>"...)
	page = appendBreadcrumbs(page, name)
	page = append(page, "</h1>\n<ul>\n"...)
	page = appendEntries(page, entries)
	page = append(page, "</ul>\n<p>"...)
	page = appendSummary(page, entries)
	return append(page, "</p>\n</main>\n"...)
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
	for i := range entries {
		e := &entries[i]
		page = append(page, `<li><a href="`...)
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
		page = append(page, "</a><span>"...)
		if e.Regular {
			page = appendSize(page, e.Size)
		}
		page = append(page, "</span><time>"...)
		if e.Modified != beneath.Unknown {
			page = clock.append(page, e.Modified)
		}
		page = append(page, "</time>\n"...)
	}
	return page
}

// appendSummary appends how many of each there are.
func appendSummary(page []byte, entries []beneath.Entry) []byte {
	var directories, total int64
	for i := range entries {
		if entries[i].Directory {
			directories++
		}
		total += entries[i].Size
	}
	if len(entries) == 0 {
		return append(page, "This directory is empty."...)
	}
	page = appendCount(page, directories, "directory", "directories")
	page = append(page, ", "...)
	page = appendCount(page, int64(len(entries))-directories, "file", "files")
	page = append(page, " of "...)
	page = appendSize(page, total)
	return append(page, " in all. Times are the server's."...)
}

func appendCount(page []byte, n int64, one, many string) []byte {
	page = append(strconv.AppendInt(page, n, 10), ' ')
	if n == 1 {
		return append(page, one...)
	}
	return append(page, many...)
}
