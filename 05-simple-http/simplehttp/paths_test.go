package simplehttp_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The numbers are those of the catalogue of bad input.

func TestFile(t *testing.T) {
	s := serve(t, map[string]string{"f.txt": "hello\n", "empty": ""})
	assert.Equal(t, "HTTP/1.1 200 OK\r\n"+
		"Content-type: text/plain; charset=utf-8\r\n"+
		"Content-Length: 6\r\n"+
		"Last-Modified: Mon, 01 Jun 2015 11:42:33 GMT\r\n"+
		"Accept-Ranges: bytes\r\n"+
		"\r\n"+
		"hello\n", s.get(t, "/f.txt"))
	assert.Equal(t, "HTTP/1.1 200 OK\r\n"+
		"Content-type: application/octet-stream\r\n"+
		"Content-Length: 0\r\n"+
		"Last-Modified: Mon, 01 Jun 2015 11:42:33 GMT\r\n"+
		"Accept-Ranges: bytes\r\n"+
		"\r\n", s.get(t, "/empty"))
	assert.Equal(t, "", bodyOf(s.ask(t, "HEAD /f.txt HTTP/1.1\r\nHost: a\r\n\r\n")), "HEAD has no body")
	assert.Equal(t, "6", headerOf(t, s.ask(t, "HEAD /f.txt HTTP/1.1\r\nHost: a\r\n\r\n"), "Content-Length"))
}

func TestKeepAliveAfterEveryKindOfAnswer(t *testing.T) {
	s := serve(t, map[string]string{"f.txt": "hello\n", "sub/g.txt": "g\n", "large": strings.Repeat("x", 100_000)})
	for _, target := range []string{"/f.txt", "/large", "/sub", "/sub/"} {
		answer := s.ask(t, "GET "+target+" HTTP/1.1\r\nHost: a\r\n\r\nGET /f.txt HTTP/1.1\r\nHost: a\r\n\r\n")
		assert.Equal(t, 2, strings.Count(answer, "HTTP/1.1 "), target)
		assert.True(t, strings.HasSuffix(answer, "\r\n\r\nhello\n"), target)
	}
}

func Test44NeverOutside(t *testing.T) {
	s := serve(t, map[string]string{"index.htm": "inside", "../x": "outside", "x.txt": "in"})
	for _, target := range []string{
		"/../x", "/%2e%2e/x", "/..%2fx", "/%2e%2e%2fx", "/..%5cx", "/..\\x", "/%252e%252e/x", "/%c0%ae%c0%ae/x",
		"//etc/passwd", "/./../x", "/sub/../../x", "/....//x", "/..;/x", "/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd", "/..%00/x",
		"/%2fetc%2fpasswd", "/proc/self/root/etc/passwd", "/..", "/../",
	} {
		answer := s.get(t, target)
		assert.NotContains(t, answer, "outside", target)
		assert.NotContains(t, answer, "root:", target)
		if strings.Trim(target, "./") != "" {
			assert.Contains(t, []string{"404", "400"}, status(answer), target)
		}
	}
}

func Test45NULInName(t *testing.T) {
	s := serve(t, map[string]string{"f.txt": "hello\n"})
	assert.Equal(t, "404", status(s.get(t, "/f.txt%00.jpg")))
	assert.Equal(t, "404", status(s.get(t, "/f.txt%00")))
}

func Test46BadEscapes(t *testing.T) {
	s := serve(t, map[string]string{"%zz": "its very name\n", "%4": "this one, too\n"})
	assert.Equal(t, "its very name\n", bodyOf(s.get(t, "/%zz")))
	assert.Equal(t, "its very name\n", bodyOf(s.get(t, "/%25zz")))
	assert.Equal(t, "this one, too\n", bodyOf(s.get(t, "/%4")))
	assert.Equal(t, "404", status(s.get(t, "/%")))
}

func Test47Sibling(t *testing.T) {
	s := serve(t, map[string]string{"../www_evil/f.txt": "outside\n"})
	for _, target := range []string{"/../www_evil/f.txt", "/_evil/f.txt", "_evil/f.txt", "/..%2fwww_evil%2ff.txt"} {
		assert.Contains(t, []string{"404", "400"}, status(s.get(t, target)), target)
	}
}

func TestRedirect(t *testing.T) {
	s := serve(t, map[string]string{"sub/f.txt": "", "sp ace/f.txt": ""})
	if runtime.GOOS != "windows" {
		s.write(t, "sub\r\nSet-Cookie:x/f.txt", "")
	}
	for name, c := range map[string]struct{ target, location string }{
		"without slash":                 {"/sub", "/sub/"},
		"48 another host":               {"//evil.example/%2f..%2fsub", "/evil.example/%2f..%2fsub/"},
		"48 another host, deeper":       {"///evil.example/%2f..%2fsub", "/evil.example/%2f..%2fsub/"},
		"49 backslash":                  {"/\\evil.example/..%2fsub", "/%5Cevil.example/..%2fsub/"},
		"49 backslash twice":            {"/\\\\evil.example/..%2fsub", "/%5C%5Cevil.example/..%2fsub/"},
		"49 slash, backslash":           {"//\\evil.example/..%2fsub", "/%5Cevil.example/..%2fsub/"},
		"50 line ends":                  {"/sub%0d%0aSet-Cookie:x", "/sub%0d%0aSet-Cookie:x/"},
		"51 query":                      {"/sub?x=1", "/sub/?x=1"},
		"51 query with slashes":         {"/sub?x=//y/../?", "/sub/?x=//y/../?"},
		"52 authority in the target":    {"http://evil/sub", "/sub/"},
		"52 authority, query":           {"http://evil/sub?x=1", "/sub/?x=1"},
		"escaped space":                 {"/sp%20ace", "/sp%20ace/"},
		"scheme in a segment":           {"/javascript:alert(1)/..%2f..%2fsub", "/javascript:alert(1)/..%2f..%2fsub/"},
		"what no URL contains, escaped": {"/\"<>/..%2f..%2fsub", "/%22%3C%3E/..%2f..%2fsub/"},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(c.target, "%0d") && runtime.GOOS == "windows" {
				t.Skip("no such names here")
			}
			assert.Equal(t, "HTTP/1.1 301 Moved Permanently\r\n"+
				"Location: "+c.location+"\r\n"+
				"Content-Length: 0\r\n"+
				"\r\n", s.get(t, c.target))
		})
	}
}

func Test53FileWithSlash(t *testing.T) {
	s := serve(t, map[string]string{"f.txt": "hello\n"})
	for _, target := range []string{"/f.txt/", "/f.txt//", "/f.txt/?x", "/f.txt/b"} {
		assert.Equal(t, "404", status(s.get(t, target)), target)
	}
}

func Test54LongName(t *testing.T) {
	s := serve(t, nil)
	assert.Equal(t, "404", status(s.get(t, "/"+strings.Repeat("n", 300))))
	assert.Equal(t, "404", status(s.get(t, "/"+strings.Repeat("n/", 3000))))
}

func TestIndex(t *testing.T) {
	s := serve(t, map[string]string{
		"both/index.html": "html", "both/index.htm": "htm",
		"htm/index.htm":             "htm",
		"61-directory/index.html/x": "",
		"61-directory/seen.txt":     "",
	})
	assert.Equal(t, "html", bodyOf(s.get(t, "/both/")))
	assert.Equal(t, "text/html; charset=utf-8", headerOf(t, s.get(t, "/both/"), "Content-type"))
	assert.Equal(t, "htm", bodyOf(s.get(t, "/htm/?x")))
	assert.Contains(t, s.get(t, "/61-directory/"), `<a href="seen.txt">`)
}
