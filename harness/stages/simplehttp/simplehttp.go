package simplehttp

import (
	"slices"

	"example.com/socket-tutorial/harness/check"
)

// Stage is stage 05: a file server.
//
// Its programs serve a directory that the harness makes for each check. They
// take -bind HOST, -directory DIR and the port; a command of another shape says
// where these go with {host}, {dir} and {port}, or is started in the
// directory if it does not mention {dir}, as python -m SimpleHTTPServer is.
//
// The checks stand in the order in which such a program is built.
var Stage = check.Stage{
	Number: "05",
	Folder: "05-simple-http",
	Title:  "a file server",
	Args:   []string{"-bind", "{host}", "-directory", "{dir}", "{port}"},
	Checks: slices.Concat(
		filesChecks, pathsChecks, directoriesChecks, listingChecks, symbolicLinksChecks,
		strictPathsChecks, specialFilesChecks, conditionsChecks, rangesChecks, keptChecks, downloadsChecks, endingChecks,
	),
}
