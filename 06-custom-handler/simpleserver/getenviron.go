package simpleserver

import (
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// GetEnviron says what was asked for in the form that an application expects:
// WSGI's environ is a dictionary, ours an [http.Request]. Its body is Rfile,
// which ends where the request's framing says. The error is a request target
// that is no URL.
func (h *RequestHandler) GetEnviron() (*http.Request, error) {
	// Path is without the http://host of a target that is a whole URL; an
	// application is shown the target as it was sent.
	sent := strings.Split(h.RequestLine, " ")[1]
	target, err := parseTarget(h.Command, sent)
	if err != nil {
		return nil, err
	}
	major, minor, _ := http.ParseHTTPVersion(h.RequestVersion)
	request := &http.Request{
		Method:     h.Command,
		URL:        target,
		Proto:      h.RequestVersion,
		ProtoMajor: major,
		ProtoMinor: minor,
		Header:     make(http.Header, len(h.Headers)),
		Body:       io.NopCloser(h.Rfile),
		Host:       target.Host,
		RemoteAddr: h.Request.RemoteAddr().String(),
		RequestURI: sent,
		Close:      h.CloseConnection,
	}
	for _, header := range h.Headers {
		name := textproto.CanonicalMIMEHeaderKey(header.Name)
		request.Header[name] = append(request.Header[name], header.Value)
	}
	// The Host header is a field of its own, and a target that is a whole URL
	// comes before it (RFC 9112, section 3.2.2).
	if request.Host == "" {
		request.Host = request.Header.Get("Host")
	}
	request.Header.Del("Host")
	setLength(request)
	return request, nil
}

// parseTarget parses a request target, of which CONNECT has a form of its own:
// a host and a port, and nothing else.
func parseTarget(command, target string) (*url.URL, error) {
	if command == http.MethodConnect && !strings.HasPrefix(target, "/") {
		return &url.URL{Host: target}, nil
	}
	return url.ParseRequestURI(target)
}

// setLength tells the application how long the body is: −1 for one in
// chunks, whose framing is not a header to it any more.
func setLength(request *http.Request) {
	if basehttp.EqualToken(request.Header.Get("Transfer-Encoding"), "chunked") {
		request.Header.Del("Transfer-Encoding")
		request.TransferEncoding = []string{"chunked"}
		request.ContentLength = -1
		announceTrailers(request)
		return
	}
	request.ContentLength, _ = strconv.ParseInt(request.Header.Get("Content-Length"), 10, 64)
	if request.ContentLength == 0 {
		request.Body = http.NoBody
	}
}

// announceTrailers tells which headers will follow a body in chunks. They have
// their values when the body is read.
func announceTrailers(request *http.Request) {
	for _, list := range request.Header["Trailer"] {
		for name := range strings.SplitSeq(list, ",") {
			if request.Trailer == nil {
				request.Trailer = make(http.Header)
			}
			request.Trailer[textproto.CanonicalMIMEHeaderKey(strings.Trim(name, " \t"))] = nil
		}
	}
	request.Header.Del("Trailer")
}
