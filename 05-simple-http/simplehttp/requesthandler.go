// Package simplehttp serves the files of a directory, as Python's
// SimpleHTTPServer does and with its names:
//
//	DoGET, DoHEAD          the two methods (and DoOPTIONS, which names them)
//	├─ SendHead            what the path leads to, and the head of the answer
//	│  ├─ TranslatePath    the request's path as a name in the directory
//	│  ├─ Root.Open        that name, opened beneath the directory
//	│  ├─ GuessType        the media type, by the name's extension
//	│  └─ ListDirectory    the page for a directory without an index
//	└─ CopyFile            the body
package simplehttp

import "example.com/socket-tutorial/04-base-http/basehttp"

// RequestHandler answers GET and HEAD with the files beneath Root, as Python's
// SimpleHTTPRequestHandler does. Embed it, or use [Class].
type RequestHandler struct {
	basehttp.RequestHandler
	// Root is the directory that is served.
	Root *Root
}

// ServerVersion is what the Server header says.
const ServerVersion = "SimpleHTTP/0.6"

// Class returns what makes a handler for each connection, all of them serving
// root.
func Class(root *Root) func() basehttp.Handler {
	return func() basehttp.Handler {
		h := &RequestHandler{Root: root}
		h.ServerVersion = ServerVersion
		h.ErrorPage = h.makeErrorPage
		return h
	}
}

// DoGET sends a file, a listing, a redirect or an error.
func (h *RequestHandler) DoGET() {
	if source := h.SendHead(); source != nil {
		defer source.Close()
		h.CopyFile(source, h.Wfile)
	}
}

// DoHEAD sends what DoGET would, without the body.
func (h *RequestHandler) DoHEAD() {
	if source := h.SendHead(); source != nil {
		source.Close()
	}
}

// DoOPTIONS names the methods. A browser asks so whether a page of another
// server may use this one (CORS). In the article's protocol it is an unsupported
// method, as in Python.
func (h *RequestHandler) DoOPTIONS() {
	if !h.speaks11() {
		h.SendError(501, "Unsupported method ('OPTIONS')")
		return
	}
	h.SendResponse(204)
	h.SendHeader("Allow", "GET, HEAD, OPTIONS")
	h.EndHeaders()
}
