package simplehttp

import "strings"

// GuessType returns the media type of a file by the extension of its name, of
// [ExtensionsMap], first as it is and then in lower case. A name's leading
// dots begin no extension. In HTTP/1.1 a few names without one are text.
func (h *RequestHandler) GuessType(name string) string {
	extension := extension(name)
	if extension == "" && h.speaks11() && textNames[name[strings.LastIndexByte(name, '/')+1:]] {
		extension = ".txt"
	}
	return typeOf(extension)
}

// typeOf is GuessType by the extension alone.
func typeOf(extension string) string {
	if kind, ok := ExtensionsMap[extension]; ok {
		return kind
	}
	if kind, ok := ExtensionsMap[strings.ToLower(extension)]; ok {
		return kind
	}
	return ExtensionsMap[""]
}

// textNames are text by custom, though their names do not say so.
var textNames = map[string]bool{
	"AUTHORS": true, "CHANGELOG": true, "CHANGES": true, "CONTRIBUTING": true, "COPYING": true, "INSTALL": true,
	"LICENCE": true, "LICENSE": true, "NEWS": true, "NOTICE": true, "README": true, "TODO": true, "VERSION": true,
	"Dockerfile": true, "Makefile": true, "makefile": true, "GNUmakefile": true, "Jenkinsfile": true, "Procfile": true,
	"Gemfile": true, "Rakefile": true, "Vagrantfile": true,
	".editorconfig": true, ".gitattributes": true, ".gitignore": true, ".gitmodules": true,
}

// sendContentEncoding says of an SVGZ file, which is an SVG file compressed by
// gzip, that it is: a browser shows it only so.
func (h *RequestHandler) sendContentEncoding(name string) {
	if strings.EqualFold(extension(name), ".svgz") {
		h.SendHeader("Content-Encoding", "gzip")
	}
}

func extension(name string) string {
	name = strings.TrimLeft(name[strings.LastIndexByte(name, '/')+1:], ".")
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		return name[dot:]
	}
	return ""
}
