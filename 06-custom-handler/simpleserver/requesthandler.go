// Package simpleserver runs any [http.Handler] on this tutorial's own server,
// as Python's wsgiref.simple_server runs any WSGI application on
// BaseHTTPServer. http.Handler is Go's WSGI: the agreement by which a server
// and an application that do not know each other work together.
//
//	wsgiref.simple_server            here
//	make_server(host, port, app)     MakeServer(address, app)
//	WSGIRequestHandler               RequestHandler
//	get_environ() → environ          GetEnviron() → *http.Request
//	start_response(status, headers)  http.ResponseWriter.WriteHeader
//	app(environ, start_response)     app.ServeHTTP(response, request)
package simpleserver

import (
	"context"
	"errors"
	"net/http"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/04-base-http/socketserver"
)

// MakeServer binds to address ("127.0.0.1:8000"; port 0 is a free one) and
// returns a server that answers with app in HTTP/1.1, each connection in a
// goroutine of its own, as an http.Handler expects.
func MakeServer(address string, app http.Handler) (*basehttp.HTTPServer, error) {
	server, err := basehttp.NewHTTPServer(address, RequestHandlerClass(app))
	if err != nil {
		return nil, err
	}
	server.ProtocolVersion = "HTTP/1.1"
	socketserver.ThreadingMixIn(&server.TCPServer)
	return server, nil
}

// RequestHandlerClass returns the function by which a server makes a handler
// for each connection, all of them answering with app.
func RequestHandlerClass(app http.Handler) func() basehttp.Handler {
	return func() basehttp.Handler { return &RequestHandler{app: app} }
}

// RequestHandler hands every request to an application, whatever its method:
// which methods exist is the application's business.
type RequestHandler struct {
	basehttp.RequestHandler
	app http.Handler
}

// Method answers every command with the application.
func (h *RequestHandler) Method(command string) func() { return h.run }

// run calls the application and finishes its response. As with net/http, a
// panic with [http.ErrAbortHandler] ends the connection without an answer.
func (h *RequestHandler) run() {
	request, err := h.GetEnviron()
	if err != nil {
		h.SendError(400, "Bad request target")
		return
	}
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			h.Request.Close()
		}
	}()
	// What the application started for this request may end with it.
	ctx, cancel := context.WithCancel(request.Context())
	defer cancel()
	response := newResponse(h)
	h.app.ServeHTTP(response, request.WithContext(ctx))
	response.finish()
}
