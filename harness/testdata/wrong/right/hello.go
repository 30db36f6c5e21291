package right

import (
	"fmt"
	"io"
	"net"
	"time"
)

// Greeting is what stage 06 answers.
const Greeting = "hello world\r\n"

// Log writes the article's log line of a request to w.
func Log(w io.Writer, conn net.Conn, request *Request, status int) {
	client, _, _ := net.SplitHostPort(conn.RemoteAddr().String())
	when := time.Now().Format("02/Jan/2006 15:04:05")
	fmt.Fprintf(w, "%s - - [%s] \"%s %s %s\" %d -\n", client, when, request.Method, request.Target, request.Version, status)
}

// HelloStatus returns how stage 06 answers the request: it has a do_GET and
// nothing else.
func HelloStatus(request *Request) int {
	if request.Status() == 200 && request.Method != "GET" {
		return 501
	}
	return request.Status()
}
