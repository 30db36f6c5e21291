package right

import (
	"html"
	"net"
	"net/url"
	"os"
	"strings"
)

// Application is a server as stage 06 asks.
type Application struct {
	*Server
	Greeting string                             // the body of hello world
	Type     string                             // its Content-type field
	Hello    func(r *Request) Answer            // answers where -app is not said, and /
	Routes   map[string]func(r *Request) Answer // by path, with -app
	Route    func(r *Request) func(r *Request) Answer
	Form     func(body string) (name string)
	Display  func(text string) string
}

// NewApplication returns an application without a mistake.
func NewApplication() *Application {
	a := &Application{
		Server:   NewServer(),
		Greeting: "hello world\r\n",
		Type:     "text/html",
		Form:     Form,
		Display:  html.EscapeString,
	}
	a.Handles = Methods("GET")
	a.Hello = func(*Request) Answer { return a.Greet(a.Greeting) }
	a.Routes = map[string]func(*Request) Answer{
		"GET /":       func(r *Request) Answer { return a.Hello(r) },
		"GET /count":  func(*Request) Answer { return Page(200, "text/plain", "1\n2\n3\n4\n5\n") },
		"POST /greet": func(r *Request) Answer { return Page(200, "text/html", "hello "+a.Display(a.Form(r.Body))+"\n") },
	}
	a.Route = func(r *Request) func(*Request) Answer {
		path, _, _ := strings.Cut(r.Path, "?")
		return a.Routes[r.Method+" "+path]
	}
	a.Log = LogTo(os.Stderr, Escaped)
	a.Answer = func(r *Request) Answer {
		if !a.App {
			return a.Hello(r)
		}
		if answer := a.Route(r); answer != nil {
			return answer(r)
		}
		return a.Refusal(r, 404)
	}
	return a
}

// Greet returns an answer with this body, its field spelled as the article does.
func (a *Application) Greet(text string) Answer {
	return Answer{Status: 200, Fields: []string{"Content-type: " + a.Type}, Length: int64(len(text)), Text: text}
}

// Main serves hello world, or with -app the routes.
func (a *Application) Main() {
	serve := a.Serve
	a.Serve = func(l net.Listener, handle func(net.Conn)) {
		if a.App {
			a.Handles = Methods("GET", "POST")
		}
		serve(l, handle)
	}
	a.Server.Main()
}

// Form returns the field name of a form.
func Form(body string) string {
	values, err := url.ParseQuery(body)
	if err != nil {
		return ""
	}
	return values.Get("name")
}
