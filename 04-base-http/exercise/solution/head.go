package main

// TODOs 3 and 5 to 9: the head of a request, and what is wrong with one.

import (
	"bufio"
	"errors"
	"regexp"
	"strings"
)

// parseRequestLine takes the first line of a request apart.
func parseRequestLine(line string) (request, error) {
	words := strings.Split(line, " ")
	if len(words) != 3 {
		return request{}, badRequest
	}
	r := request{method: words[0], target: words[1], version: words[2]} // 3
	return r, checkRequestLine(&r)
}

// parseHeaders takes the lines between the first and the empty one apart.
func parseHeaders(lines []string) ([]header, error) {
	var headers []header
	for _, line := range lines {
		name, value, found := strings.Cut(line, ":") // 5
		if !found {
			return nil, badRequest
		}
		headers = append(headers, header{name, strings.Trim(value, " \t")})
	}
	return headers, checkHeaders(headers)
}

// readHead returns the lines of a request up to its empty one, without their
// ends.
func readHead(in *bufio.Reader) ([]string, error) {
	var lines []string
	for blank, size := 0, 0; ; { // 6
		line, err := readLine(in)
		if err == errTooLong && len(lines) == 0 {
			return nil, refusal("414 URI Too Long") // 8
		}
		if err == errTooLong {
			return nil, refusal("431 Request Header Fields Too Large")
		}
		if err != nil {
			return nil, err // the client has gone before the empty line
		}
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		switch {
		case line != "":
			lines = append(lines, line)
		case len(lines) > 0:
			return lines, nil
		default:
			blank++
		}
		size += len(line)
		if len(lines) > 101 || size > 256<<10 {
			return nil, refusal("431 Request Header Fields Too Large")
		}
		if blank > 8 {
			return nil, badRequest
		}
	}
}

var errTooLong = errors.New("the line is too long")

// readLine returns a line with its end, or errTooLong above 65,536 bytes.
func readLine(in *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > 65536:
			return "", errTooLong // 8
		case err != bufio.ErrBufferFull:
			return string(line), err
		}
	}
}

var (
	token   = regexp.MustCompile("^[0-9A-Za-z!#$%&'*+.^_`|~-]+$")
	version = regexp.MustCompile(`^HTTP/[0-9]\.[0-9]$`)
	host    = regexp.MustCompile(`^(([0-9A-Za-z._~!$&'()*+;=-]|%[0-9A-Fa-f]{2})*|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?$`)
	control = regexp.MustCompile("[\x00-\x08\x0a-\x1f\x7f]")
	noURL   = regexp.MustCompile("[\x00-\x20\x7f]")
)

// checkRequestLine refuses what is not just so.
func checkRequestLine(r *request) error {
	if !token.MatchString(r.method) || !version.MatchString(r.version) || noURL.MatchString(r.target) { // 7
		return badRequest
	}
	if r.version[5] > '1' {
		return refusal("505 HTTP Version Not Supported")
	}
	if scheme := "http://"; len(r.target) > len(scheme) && strings.EqualFold(r.target[:len(scheme)], scheme) {
		_, path, _ := strings.Cut(r.target[len(scheme):], "/")
		r.target = "/" + path
	}
	if r.target == "" || r.target[0] != '/' {
		return badRequest
	}
	return nil
}

// checkHeaders refuses headers that others could read in another way.
func checkHeaders(headers []header) error {
	for _, h := range headers { // 9
		if !token.MatchString(h.name) || control.MatchString(h.value) {
			return badRequest
		}
	}
	return nil
}

// checkHost wants one Host in a request of HTTP/1.1.
func checkHost(r request) error {
	hosts := r.get("Host") // 9
	if r.version >= "HTTP/1.1" && (len(hosts) != 1 || !host.MatchString(hosts[0])) {
		return badRequest
	}
	return nil
}
