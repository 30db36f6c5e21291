// Command nethttp is stage 04 as Go's own library has it: nethttp HOST:PORT. It
// shows what was asked as a page of HTML, in which < is &lt;.
package main

import (
	"fmt"
	"html"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"
)

func show(w http.ResponseWriter, r *http.Request) {
	var page strings.Builder
	fmt.Fprintf(&page, "<h1>%s</h1><p>%s\n", r.Method, html.EscapeString(r.RequestURI))
	for name, values := range r.Header {
		fmt.Fprintf(&page, "<dt>%s<dd>%s\n", html.EscapeString(name), html.EscapeString(strings.Join(values, "; ")))
	}
	w.Header().Set("Server", "nethttp")
	w.Header().Set("Content-Length", fmt.Sprint(page.Len()))
	if !slices.Contains([]string{"GET", "HEAD", "POST"}, r.Method) {
		w.WriteHeader(http.StatusNotImplemented)
	}
	fmt.Fprint(w, page.String())
}

func main() {
	log.Fatal(http.ListenAndServe(os.Args[1], http.HandlerFunc(show)))
}
