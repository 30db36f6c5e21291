package board

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/words"
)

//go:embed page.html board.css board.js
var files embed.FS

var page = template.Must(template.ParseFS(files, "page.html"))

// Handler returns the board as a web page: / is the page, /people is what changes
// on it, /events tells when it has changed, and /report takes a Report.
func (b *Board) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { b.render(w, r, "page") })
	mux.HandleFunc("GET /people", func(w http.ResponseWriter, r *http.Request) { b.render(w, r, "people") })
	mux.HandleFunc("GET /events", b.events)
	mux.HandleFunc("POST /report", b.report)
	for _, name := range []string{"board.css", "board.js"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, name) })
	}
	return secured(mux)
}

// Server returns a server for the board whose clients can be slow, and no more.
func (b *Board) Server() *http.Server {
	return &http.Server{Handler: b.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
}

// secured tells browsers that a page needs nothing but what comes from here.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

// view is what the page shows. Its sentences are in the template.
type view struct {
	Language  lang.Language
	People    []standing
	Obstacles []obstacle
	Host      string
	Time      string
}

// Say returns a sentence of the template in the language of the page's reader.
func (v view) Say(format lang.Format, args ...any) string {
	return lang.Say(format, args...).In(v.Language)
}

// language returns that of who asks.
func (b *Board) language(r *http.Request) lang.Language {
	if b.Always {
		return b.Language
	}
	return words.Languages.Accept(r.Header.Get("Accept-Language"), b.Language)
}

func (b *Board) render(w http.ResponseWriter, r *http.Request, name string) {
	people, obstacles := b.view()
	var text strings.Builder
	err := page.ExecuteTemplate(&text, name, view{b.language(r), people, obstacles[:min(len(obstacles), 3)], r.Host, b.now().Format("15:04")})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Vary", "Accept-Language")
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprint(w, text.String())
}

// report takes what a participant's harness has to say. A browser sends JSON to
// another site only after it has asked, and is not answered here.
func (b *Board) report(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		b.refuse(w, r, lang.Say("a report is application/json"), http.StatusUnsupportedMediaType)
		return
	}
	var reported Report
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, MaxReport)).Decode(&reported); err != nil {
		b.refuse(w, r, lang.Say("that is no report: %v", err), http.StatusBadRequest)
		return
	}
	switch err := b.Take(reported); {
	case errors.Is(err, ErrFull):
		b.refuse(w, r, lang.Of(err), http.StatusServiceUnavailable)
	case err != nil:
		b.refuse(w, r, lang.Of(err), http.StatusBadRequest)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// refuse says why something is not taken.
func (b *Board) refuse(w http.ResponseWriter, r *http.Request, why lang.Text, status int) {
	http.Error(w, why.In(b.language(r)), status)
}

// again is how often the page is drawn anew where nothing happens: the minutes
// go on.
const again = 20 * time.Second

// events tells a page when there is news, as server-sent events (the HTML
// standard, section 9.2): an empty message each. A page that has lost the board looks
// for it each second.
func (b *Board) events(w http.ResponseWriter, r *http.Request) {
	news, end, ok := b.listen()
	if !ok {
		b.refuse(w, r, lang.Say("too many pages are open"), http.StatusServiceUnavailable)
		return
	}
	defer end()
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Time{}) // the server's is for a request, and this one lasts
	for {
		control.SetWriteDeadline(time.Now().Add(10 * time.Second))
		if _, err := fmt.Fprint(w, "retry: 1000\ndata:\n\n"); err != nil || control.Flush() != nil {
			return
		}
		select {
		case <-news:
			time.Sleep(100 * time.Millisecond) // thirty reports at once are one
		case <-time.After(again):
		case <-r.Context().Done():
			return
		}
	}
}
