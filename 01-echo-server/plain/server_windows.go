// Command plain needs Unix.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "plain makes Unix system calls, which Windows does not have: go run ./01-echo-server, or python 01-echo-server/plain/server.py")
	os.Exit(1)
}
