package right

import (
	"html"
	"os"
	"path"
	"slices"
	"strings"
)

func (f *Files) sendDirectory(r *Request, name string, directory *os.File) Answer {
	defer directory.Close()
	_, query, _ := strings.Cut(r.Path, "?")
	if name != "" && !strings.HasSuffix(name, "/") {
		return Page(301, "text/plain", "", "Location: "+f.Location(name, query))
	}
	for _, page := range f.IndexPages {
		if file, info := f.find(name + page); file != nil {
			if !info.IsDir() {
				return f.sendFile(r, name+page, file, info)
			}
			file.Close()
		}
	}
	return f.Listing(r, f.listDirectory(r.Path, name, directory))
}

func (f *Files) listDirectory(target, folder string, directory *os.File) string {
	entries := f.Names(directory)
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return f.Order(a.Name(), b.Name()) })
	var page strings.Builder
	page.WriteString("<title>" + f.Display(target) + "</title>\n")
	for _, entry := range entries {
		info, err := f.Stat(path.Join(folder, entry.Name()))
		name, link := f.Mark(entry, err == nil && info.IsDir())
		slash := strings.TrimPrefix(link, entry.Name())
		page.WriteString(`<li><a href="./` + html.EscapeString(f.Link(entry.Name())+slash) + `">` + f.Display(name) + "</a>\n")
	}
	return page.String()
}

// Mark returns how a name is shown, and what its link is, before it is encoded.
func Mark(entry os.DirEntry, isDir bool) (name, link string) {
	name, link = entry.Name(), entry.Name()
	if isDir {
		name, link = name+"/", link+"/"
	}
	if entry.Type()&os.ModeSymlink != 0 {
		name = entry.Name() + "@"
	}
	return name, link
}
