package main

// TODOs 12 to 14: a page of links.

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ListDirectory answers with a page of links to what is in the directory, and
// returns that page.
func (h *fileHandler) ListDirectory(directory *os.File) io.ReadCloser {
	defer directory.Close()
	entries, err := directory.ReadDir(-1) // 12
	if err != nil {
		h.refuse(err)
		return nil
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name()), strings.ToLower(b.Name())), strings.Compare(a.Name(), b.Name()))
	})
	page := bytes.NewBufferString("<!DOCTYPE html>\n<ul>\n")
	for _, entry := range entries {
		name, mark, link := html.EscapeString(entry.Name()), "", linkTo(entry.Name())
		switch {
		case entry.IsDir():
			mark, link = "/", link+"/"
		case entry.Type()&fs.ModeSymlink != 0: // 14
			mark = "@"
			if info, err := os.Stat(filepath.Join(directory.Name(), entry.Name())); err == nil && info.IsDir() {
				link += "/"
			}
		}
		fmt.Fprintf(page, "<li><a href=\"%s\">%s%s</a></li>\n", html.EscapeString(link), name, mark)
	}
	page.WriteString("</ul>\n")
	h.SendResponse(200)
	h.SendHeader("Content-Type", "text/html; charset=utf-8")
	h.SendHeader("Content-Length", strconv.Itoa(page.Len()))
	h.EndHeaders()
	return io.NopCloser(page)
}

// linkTo returns the reference that leads to name from its directory.
func linkTo(name string) string {
	link := url.PathEscape(name) // 13
	if strings.Contains(link, ":") {
		return "./" + link // or what is before the colon would be a scheme
	}
	return link
}
