package simplehttp

import "strings"

// GuessType returns the media type of a file by the extension of its name, of
// [ExtensionsMap], first as it is and then in lower case. A name's leading
// dots begin no extension.
func (h *RequestHandler) GuessType(name string) string {
	extension := extension(name)
	if kind, ok := ExtensionsMap[extension]; ok {
		return kind
	}
	if kind, ok := ExtensionsMap[strings.ToLower(extension)]; ok {
		return kind
	}
	return ExtensionsMap[""]
}

func extension(name string) string {
	name = strings.TrimLeft(name[strings.LastIndexByte(name, '/')+1:], ".")
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		return name[dot:]
	}
	return ""
}
