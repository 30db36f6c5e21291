// Mistake: it takes the last byte of a range for the first one behind it.
// Blamed: 05/range
// Held to: article
package main

import (
	"fmt"
	"net"
	"strings"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.SendRange = func(conn net.Conn, request *right.Request, content string) bool {
		for _, field := range request.Fields {
			var first, last int
			if n, _ := fmt.Sscanf(strings.ToLower(field), "range: bytes=%d-%d", &first, &last); n == 2 {
				part := content[first:last]
				contentRange := fmt.Sprintf("Content-Range: bytes %d-%d/%d", first, last, len(content))
				right.Send(conn, request, right.Head(206, len(part), contentRange), part)
				return true
			}
		}
		return false
	}
	files.Run()
}
