package basehttp

import "strings"

// ParseRequest takes a request's head apart: the request line, the headers,
// and what they say of the body and of the connection. It returns false after
// it has sent an error.
func (h *RequestHandler) ParseRequest(head string) bool {
	line, block := cutLine(head)
	err := h.parseRequestLine(line)
	if err == nil {
		h.Headers, err = parseHeaders(h.Headers, block)
	}
	if err == nil {
		err = h.frame()
	}
	if err != nil {
		h.refuse(err)
	}
	return err == nil
}

// parseRequestLine takes apart what RFC 9112, section 3 defines as
//
//	method SP request-target SP HTTP-version
//
// with exactly these two blanks. Python splits at any white space, and takes
// "GET /" for HTTP/0.9.
func (h *RequestHandler) parseRequestLine(line string) error {
	line = trimLineEnd(line)
	h.RequestLine = line
	command, rest, _ := strings.Cut(line, " ")
	target, version, ok := strings.Cut(rest, " ")
	if IsToken(command) {
		h.Command = command // also of a line that is refused: HEAD gets no body
	}
	if !ok || h.Command == "" || target == "" || strings.Contains(version, " ") {
		return &requestError{400, "Bad request syntax (" + repr(line) + ")"}
	}
	if err := checkVersion(version); err != nil {
		return err
	}
	path, ok := requestPath(command, target)
	if !ok {
		return &requestError{400, "Bad request target (" + repr(target) + ")"}
	}
	h.Path, h.RequestVersion = path, version
	return nil
}

// checkVersion accepts HTTP/1.x. The version is HTTP/DIGIT.DIGIT, in capitals
// (RFC 9112, 2.3).
func checkVersion(version string) error {
	number, ok := strings.CutPrefix(version, "HTTP/")
	if !ok || len(number) != 3 || !isDigit(number[0]) || number[1] != '.' || !isDigit(number[2]) {
		return &requestError{400, "Bad request version (" + repr(version) + ")"}
	}
	if number[0] != '1' {
		return &requestError{505, "Invalid HTTP Version (" + number + ")"}
	}
	return nil
}

// requestPath returns the part of a request target that names something on
// this server. There are four forms (RFC 9112, 3.2): /path?query for any
// method, http://host/path?query for any as well, host:port for CONNECT alone,
// and * for OPTIONS alone.
func requestPath(command, target string) (path string, ok bool) {
	if !isTarget(target) {
		return "", false
	}
	switch {
	case command == "CONNECT":
		return target, isAuthority(target) && strings.Contains(target, ":")
	case target == "*":
		return target, command == "OPTIONS"
	case target[0] == '/':
		return oneSlash(target), true
	}
	for _, scheme := range []string{"http://", "https://"} {
		if len(target) > len(scheme) && EqualToken(target[:len(scheme)], scheme) {
			return absolutePath(target[len(scheme):])
		}
	}
	return "", false
}

// absolutePath returns the path and query behind an absolute target's
// authority.
func absolutePath(target string) (path string, ok bool) {
	end := strings.IndexAny(target, "/?#")
	if end < 0 {
		end = len(target)
	}
	authority, path := target[:end], target[end:]
	if path == "" || path[0] != '/' {
		path = "/" + path
	}
	return oneSlash(path), authority != "" && isAuthority(authority)
}

// oneSlash makes one of several slashes at the front: a browser takes a
// redirect to //name/ for one to another host (CVE-2021-28861).
func oneSlash(path string) string {
	if strings.HasPrefix(path, "//") {
		return "/" + strings.TrimLeft(path, "/")
	}
	return path
}
