// Mistake: it says that it listens, and never does.
// Blamed: 01/accept
package main

import (
	"flag"
	"fmt"
	"time"
)

func main() {
	flag.String("host", "127.0.0.1", "")
	flag.String("port", "5000", "")
	flag.String("mode", "", "")
	flag.Parse()
	fmt.Println("Server start, listening")
	time.Sleep(time.Minute)
}
