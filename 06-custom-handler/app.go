package main

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"time"
)

// newApp returns the application that -app serves: an ordinary ServeMux. It
// knows nothing of this tutorial's server and would run on net/http as well.
func newApp() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", showForm)
	mux.HandleFunc("POST /greet", greet)
	mux.HandleFunc("GET /count", count)
	return errorPages(mux)
}

// page is escaped by html/template, whatever name somebody types.
var page = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{{.}}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1rem }
input, button { font: inherit; padding: .4em .6em }
</style>
{{block "main" .}}<h1>{{.}}</h1>
<form method="post" action="/greet">
<label>Your name <input name="name" autocomplete="given-name" autofocus></label> <button>Greet</button>
</form>
<p>Or watch a body come in chunks: <a href="/count">count to five</a>.</p>{{end}}
</html>
`))

// errorPage is the same page with another middle.
var errorPage = template.Must(template.Must(page.Clone()).Parse(`{{define "main"}}<h1>{{.}}</h1>
<p><a href="/">Back to the form</a></p>{{end}}`))

func showForm(w http.ResponseWriter, r *http.Request) { page.Execute(w, "hello world") }

// greet reads the form's body, which a POST carries after its headers.
func greet(w http.ResponseWriter, r *http.Request) {
	page.Execute(w, "hello "+cmp.Or(r.PostFormValue("name"), "world"))
}

// count sends a line at a time, as it becomes known: each Flush is a chunk on
// the wire. It stops when the client has gone.
func count(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	control := http.NewResponseController(w)
	for i := 1; i <= 5; i++ {
		fmt.Fprintln(w, i)
		if control.Flush() != nil {
			return
		}
		if i == 5 {
			return
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-r.Context().Done():
			return
		}
	}
}

// errorPages gives the errors of mux a page, where ServeMux has a line of text.
func errorPages(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		answer := &headOnly{ResponseWriter: w}
		mux.ServeHTTP(answer, r)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(answer.status)
		errorPage.Execute(w, fmt.Sprintf("%d %s", answer.status, http.StatusText(answer.status)))
	})
}

// headOnly keeps the status of an answer, and lets none of its body pass.
type headOnly struct {
	http.ResponseWriter
	status int
}

func (h *headOnly) WriteHeader(status int)      { h.status = status }
func (h *headOnly) Write(p []byte) (int, error) { return len(p), nil }
