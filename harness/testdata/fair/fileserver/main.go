// Command fileserver is the whole of what Go's own library needs to serve a
// directory: fileserver HOST:PORT DIRECTORY.
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	log.Fatal(http.ListenAndServe(os.Args[1], http.FileServer(http.Dir(os.Args[2]))))
}
