package program

import (
	"os"
	"regexp"
	"strings"
)

// ownCommand is what a starter that is not written in Go says about itself:
//
//	go run ./harness 04 -- python3 server.py {port} {protocol}
var ownCommand = regexp.MustCompile(`go run \./harness \d\d -- \S+ \S+([^\n]*)`)

// StarterWords returns the words behind the interpreter that run the starter in
// file: its name and the arguments that the file itself says it takes, or the
// port alone.
func StarterWords(file string) []string {
	arguments := "{port}"
	if content, err := os.ReadFile(file); err == nil {
		if match := ownCommand.FindSubmatch(content); match != nil {
			arguments = string(match[1])
		}
	}
	return append([]string{file}, strings.Fields(arguments)...)
}
