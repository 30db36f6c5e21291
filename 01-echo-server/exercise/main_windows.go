// Command exercise makes Unix system calls, which Windows does not have.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "this exercise makes Unix system calls: on Windows take the one in exercise/python or exercise/node")
	os.Exit(1)
}
