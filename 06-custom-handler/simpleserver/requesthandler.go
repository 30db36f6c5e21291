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
	server := &http.Server{Handler: app}
	return func() basehttp.Handler { return &RequestHandler{app: app, server: server} }
}

// RequestHandler hands every request to an application, whatever its method:
// which methods exist is the application's business.
type RequestHandler struct {
	basehttp.RequestHandler
	app      http.Handler
	server   *http.Server // never serves: an application may ask which it is on
	expected bool         // the client waits for "100 Continue"
}

// Method answers every command with the application.
func (h *RequestHandler) Method(command string) func() { return h.run }

// HandleExpect100 leaves it to the application whether the body is to be sent:
// it is when the application first reads it.
func (h *RequestHandler) HandleExpect100() bool {
	h.expected = true
	return true
}

// run calls the application and finishes its response. As with net/http, a
// panic with [http.ErrAbortHandler] ends the connection without an answer.
func (h *RequestHandler) run() {
	response := newResponse(h)
	body := &requestBody{handler: h, response: response, expected: h.expected}
	response.requestBody, h.expected = body, false
	request, err := h.GetEnviron()
	if err != nil {
		h.SendError(400, "Bad request target")
		return
	}
	if request.Body != http.NoBody {
		request.Body = body
	}
	ctx := newRequestContext(h.values(), body.watch)
	response.ctx, body.request = ctx, request.WithContext(ctx)

	h.SeparateStreams()
	defer func() {
		fault := recover()
		ctx.end()
		response.end()
		body.end()
		if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			h.Abort()
		} else if fault != nil {
			panic(fault)
		}
	}()
	h.app.ServeHTTP(response, body.request)
	response.finish()
}

// values are what net/http, too, has in a request's context.
func (h *RequestHandler) values() context.Context {
	ctx := context.WithValue(context.Background(), http.ServerContextKey, h.server)
	return context.WithValue(ctx, http.LocalAddrContextKey, h.Request.LocalAddr())
}
