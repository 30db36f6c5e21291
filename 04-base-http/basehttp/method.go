package basehttp

// Method returns the Do… method of the outermost struct that answers command,
// or nil if it has none.
func (h *RequestHandler) Method(command string) func() {
	switch command {
	case "GET":
		if do, ok := h.self.(interface{ DoGET() }); ok {
			return do.DoGET
		}
	case "HEAD":
		if do, ok := h.self.(interface{ DoHEAD() }); ok {
			return do.DoHEAD
		}
	case "POST":
		if do, ok := h.self.(interface{ DoPOST() }); ok {
			return do.DoPOST
		}
	case "PUT":
		if do, ok := h.self.(interface{ DoPUT() }); ok {
			return do.DoPUT
		}
	case "DELETE":
		if do, ok := h.self.(interface{ DoDELETE() }); ok {
			return do.DoDELETE
		}
	case "OPTIONS":
		if do, ok := h.self.(interface{ DoOPTIONS() }); ok {
			return do.DoOPTIONS
		}
	case "PATCH":
		if do, ok := h.self.(interface{ DoPATCH() }); ok {
			return do.DoPATCH
		}
	}
	return nil
}
