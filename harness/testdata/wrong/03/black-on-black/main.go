// Mistake: its picture is black on whatever is behind it, which may be black.
// Blamed: 03/picture
package main

import (
	"bytes"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	scenarios := right.NewScenarios()
	scenarios.Files["echo.svg"] = bytes.ReplaceAll(scenarios.Files["echo.svg"], []byte("prefers-color-scheme"), []byte("min-width"))
	scenarios.Main()
}
