package main

import (
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
	return mux
}

// page is escaped by html/template, whatever name somebody types.
var page = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>hello</title>
<h1>hello {{or . "world"}}</h1>
<form method="post" action="/greet">
<label>Your name <input name="name" autofocus></label> <button>Greet</button>
</form>
`))

func showForm(w http.ResponseWriter, r *http.Request) {
	page.Execute(w, "")
}

// greet reads the form's body, which a POST carries after its headers.
func greet(w http.ResponseWriter, r *http.Request) {
	page.Execute(w, r.PostFormValue("name"))
}

// count sends a line at a time, as it becomes known: each Flush is a chunk on
// the wire. It stops when a write fails, because the client has gone.
func count(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	control := http.NewResponseController(w)
	for i := 1; i <= 5; i++ {
		fmt.Fprintln(w, i)
		if control.Flush() != nil {
			return
		}
		if i < 5 {
			time.Sleep(200 * time.Millisecond)
		}
	}
}
