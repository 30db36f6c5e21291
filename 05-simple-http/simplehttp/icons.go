package simplehttp

import (
	"slices"
	"strings"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
)

// iconFinder finds a name's kind, and remembers that of the last extension: the
// files of a directory are often of one kind.
type iconFinder struct {
	extension string
	class     byte
}

// of returns the class that listing.css has an icon for.
func (f *iconFinder) of(e *beneath.Entry) byte {
	switch {
	case e.Directory:
		return 'd'
	case !e.Regular:
		return 'n'
	}
	if f.class != 0 && f.extension != "" && e.Name[0] != '.' && strings.HasSuffix(e.Name, f.extension) {
		return f.class
	}
	extension := extension(e.Name)
	if extension == "" && textNames[e.Name] {
		return 't'
	}
	if extension != f.extension || f.class == 0 {
		f.extension, f.class = extension, iconOf(typeOf(extension))
	}
	return f.class
}

// iconOf returns the class for a media type.
func iconOf(kind string) byte {
	major, minor, _ := strings.Cut(kind, "/")
	switch major {
	case "text":
		return 't'
	case "image":
		return 'i'
	case "audio":
		return 'a'
	case "video":
		return 'v'
	}
	switch {
	case slices.Contains(archives, minor):
		return 'z'
	case slices.Contains(texts, minor):
		return 't'
	}
	return 'f'
}

// The types of archives, and those of text that are not called so.
var (
	archives = []string{"zip", "gzip", "zstd", "x-tar", "x-gtar", "x-xz", "x-bzip2", "x-7z-compressed", "x-cpio", "x-shar", "vnd.android.package-archive"}
	texts    = []string{"json", "xml", "pdf", "rtf", "msword", "epub+zip", "x-sh", "x-tex", "x-latex", "manifest+json", "xhtml+xml"}
)
