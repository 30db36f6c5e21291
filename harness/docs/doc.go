// Package docs keeps the lessons true. For every README.md and its Chinese
// README.zh-CN.md it checks that what a reader would type prints what the
// lesson shows, that links lead somewhere, that quoted code is the code, and
// that both languages tell the same.
//
// # Console blocks
//
// A fence marked console is a terminal in the root of the workspace:
//
//	$ COMMAND         runs to its end; its output is what follows
//	server$ COMMAND   runs in the terminal "server" and goes on in the background;
//	                  the lesson goes on when the first line shown has appeared
//	server$           what that terminal has shown in the meantime
//	^C                Ctrl-C in the terminal shown last; after it, its last words
//	...               any lines, also none
//	…                 inside a line: any characters, also none
//
// What is shown is all there is, stdout and stderr together, as on a screen.
// Only a terminal that goes on may say more than the lesson shows; after ^C
// nothing may be missing, and a program of this repository has status 0.
// A command that only looks (ss, cat, grep and the like) is run again, for some
// seconds, while it shows something else: what it looks at may not be there yet.
// Terminals are closed at the next heading of the level they were opened
// under, or higher, and at each ## in any case. A command may go on in the
// next line after a backslash; a remark stands two spaces and a # behind it.
// $? is the status of the `$` command before. Nothing can be typed: write
// `printf 'GET / HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`.
//
// Commands work on a copy of the repository. Each `go run ./FOLDER` starts
// a program that was built once, since Ctrl-C and a test's end should meet the
// program and not the go command; `go build -o FILE ./FOLDER` copies it, and `go
// test` is run in the repository itself, where its packages have been compiled.
// Times, dates, ephemeral ports and the like need no care (see [Normalise]).
//
// A block that cannot be run says why: the fence is marked
//
//	console norun="it downloads 100 MiB"
//
// A section whose tool is not on this machine is skipped, and counted.
//
// # Other fences
//
// go, python and javascript blocks are in a file of the repository, line by
// line, indentation aside; a line `// …` (`# …`) leaves lines out. `go sketch`
// is code that is in no file. text, mermaid, http, html and json are free.
// There is no sh or bash: what can be typed is a console block.
//
// # The map
//
// In a table with a column Go, a cell names a file and what is declared in it,
//
//	[`blocking.go`](../01-echo-server/blocking.go) `serveBlocking`
//
// where a method or a field is Type.Name. More names may follow the first, a
// second file stands after <br>, and — says that there is no counterpart.
//
// # Chinese
//
// After a Chinese character stands full-width punctuation, except in code.
//
// # Links
//
// A relative link leads to a file, a folder, or a heading by its anchor, never
// to a line of code, since lines move.
package docs
