package program

import (
	"debug/elf"
	"os/exec"
	"slices"
	"strings"
)

// unbuffered returns words such that a program in C shows each line when it
// prints it: C's stdio keeps what goes into a pipe until it has 4 KiB. stdbuf
// asks for lines, through a library that is loaded before the program's own.
// Only a program of the participant's own is treated so, and none that is built
// with a sanitizer, which insists on being loaded first.
func unbuffered(words []string) []string {
	if !strings.Contains(words[0], "/") {
		return words
	}
	stdbuf, err := exec.LookPath("stdbuf")
	if err != nil || !usesStdio(words[0]) {
		return words
	}
	return slices.Concat([]string{stdbuf, "-oL"}, words)
}

// usesStdio reports whether the file is a program that finds the C library when
// it starts, and no sanitizer.
func usesStdio(name string) bool {
	file, err := elf.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	libraries, err := file.ImportedLibraries()
	if err != nil {
		return false
	}
	sanitizer := slices.ContainsFunc(libraries, func(name string) bool {
		return strings.HasPrefix(name, "lib") && strings.Contains(name, "san.so")
	})
	return slices.Contains(libraries, "libc.so.6") && !sanitizer
}
