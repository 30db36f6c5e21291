// Package words has what the harness says in other languages than English.
package words

import (
	"embed"

	"example.com/socket-tutorial/harness/lang"
)

//go:embed *.json
var files embed.FS

// Languages are those that the harness speaks: English, and each that has a file
// here, such as zh.json.
var Languages = lang.New(files)
