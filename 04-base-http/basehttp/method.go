package basehttp

import "strings"

// Method returns the Do… method of the struct that embeds h which answers
// command, or nil if it has none. Python builds the name, 'do_' + command, and
// looks it up at run time; an interface asks the same of the compiler's tables.
// For other commands, override Method.
func (h *RequestHandler) Method(command string) func() {
	switch command {
	case "GET":
		if handler, ok := h.self.(interface{ DoGET() }); ok {
			return handler.DoGET
		}
	case "HEAD":
		if handler, ok := h.self.(interface{ DoHEAD() }); ok {
			return handler.DoHEAD
		}
	case "POST":
		if handler, ok := h.self.(interface{ DoPOST() }); ok {
			return handler.DoPOST
		}
	case "PUT":
		if handler, ok := h.self.(interface{ DoPUT() }); ok {
			return handler.DoPUT
		}
	case "DELETE":
		if handler, ok := h.self.(interface{ DoDELETE() }); ok {
			return handler.DoDELETE
		}
	case "OPTIONS":
		if handler, ok := h.self.(interface{ DoOPTIONS() }); ok {
			return handler.DoOPTIONS
		}
	case "PATCH":
		if handler, ok := h.self.(interface{ DoPATCH() }); ok {
			return handler.DoPATCH
		}
	}
	return nil
}

// sendOptions answers OPTIONS for a handler that does not: of a path, or of *,
// which is the server as a whole, it asks what can be done with it.
func (h *RequestHandler) sendOptions() {
	h.SendResponse(204)
	h.SendHeader("Allow", h.allowed())
	h.EndHeaders()
}

// refuseMethod answers a command that the handler has no method for. Python
// does not say which it has.
func (h *RequestHandler) refuseMethod() {
	message := "Unsupported method (" + repr(h.Command) + ")"
	h.LogError("code 501, message " + message)
	if h.ProtocolVersion >= "HTTP/1.1" {
		h.sendErrorPage(501, message, Header{"Allow", h.allowed()})
		return
	}
	h.sendErrorPage(501, message)
}

// allowed lists those of the usual commands that the handler answers.
func (h *RequestHandler) allowed() string {
	var answered []string
	for _, command := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"} {
		if command == "OPTIONS" || h.self.Method(command) != nil {
			answered = append(answered, command)
		}
	}
	return strings.Join(answered, ", ")
}
