package basehttp

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

// commands lists those of the usual commands that the handler answers.
func (h *RequestHandler) commands() (answered []string) {
	for _, command := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"} {
		if command == "OPTIONS" || h.self.Method(command) != nil {
			answered = append(answered, command)
		}
	}
	return answered
}
