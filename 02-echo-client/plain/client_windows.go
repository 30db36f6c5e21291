// Command plain needs Unix.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "plain makes Unix system calls, which Windows does not have: go run ./02-echo-client, or python 02-echo-client/plain/client.py")
	os.Exit(1)
}
