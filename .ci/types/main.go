// Command types checks the types of packages and of their tests, for the system in
// GOOS and GOARCH and with the library of the Go in GOTOOLCHAIN:
//
//	GOOS=freebsd types work
//
// It reads sources and compiles nothing, which takes a tenth of the time that go vet
// takes where nothing is compiled yet. It prints what is wrong, and its status is 1
// then.
package main

import (
	"fmt"
	"os"

	"golang.org/x/tools/go/packages"
)

func main() {
	all, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Tests: true}, os.Args[1:]...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if packages.PrintErrors(all) > 0 {
		os.Exit(1)
	}
	fmt.Println(len(all), "packages and tests")
}
