package simplehttp_test

import (
	"runtime"
	"strings"
	"testing"

	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
)

func TestFile(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f.txt": "hello\n", "empty": ""})
	assert.Equal(t, "HTTP/1.1 200 OK\r\n"+
		"Content-type: text/plain; charset=utf-8\r\n"+
		"Content-Length: 6\r\n"+
		"Last-Modified: Mon, 01 Jun 2015 11:42:33 GMT\r\n"+
		"ETag: \"…\"\r\n"+
		"Accept-Ranges: bytes\r\n"+
		"Cache-Control: no-cache\r\n"+
		"\r\n"+
		"hello\n", s.Get(t, "/f.txt"))
	assert.Equal(t, "HTTP/1.1 200 OK\r\n"+
		"Content-type: application/octet-stream\r\n"+
		"Content-Length: 0\r\n"+
		"Last-Modified: Mon, 01 Jun 2015 11:42:33 GMT\r\n"+
		"ETag: \"…\"\r\n"+
		"Accept-Ranges: bytes\r\n"+
		"Cache-Control: no-cache\r\n"+
		"\r\n", s.Get(t, "/empty"))
	assert.Equal(t, "", sitetest.BodyOf(s.Ask(t, "HEAD /f.txt HTTP/1.1\r\nHost: a\r\n\r\n")), "HEAD has no body")
	assert.Equal(t, "6", sitetest.HeaderOf(t, s.Ask(t, "HEAD /f.txt HTTP/1.1\r\nHost: a\r\n\r\n"), "Content-Length"))
}

func TestKeepAliveAfterEveryKindOfAnswer(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f.txt": "hello\n", "sub/g.txt": "g\n", "large": strings.Repeat("x", 100_000)})
	for _, target := range []string{"/f.txt", "/large", "/sub", "/sub/"} {
		answer := s.Ask(t, "GET "+target+" HTTP/1.1\r\nHost: a\r\n\r\nGET /f.txt HTTP/1.1\r\nHost: a\r\n\r\n")
		assert.Equal(t, 2, strings.Count(answer, "HTTP/1.1 "), target)
		assert.True(t, strings.HasSuffix(answer, "\r\n\r\nhello\n"), target)
	}
}

func TestNeverOutside(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"index.htm": "inside", "../x": "outside", "x.txt": "in"})
	for _, target := range []string{
		"/../x", "/%2e%2e/x", "/..%2fx", "/%2e%2e%2fx", "/..%5cx", "/..\\x", "/%252e%252e/x", "/%c0%ae%c0%ae/x",
		"//etc/passwd", "/./../x", "/sub/../../x", "/....//x", "/..;/x", "/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd", "/..%00/x",
		"/%2fetc%2fpasswd", "/proc/self/root/etc/passwd", "/..", "/../",
	} {
		answer := s.Get(t, target)
		assert.NotContains(t, answer, "outside", target)
		assert.NotContains(t, answer, "root:", target)
		if strings.Trim(target, "./") != "" {
			assert.Contains(t, []string{"404", "400"}, sitetest.Status(answer), target)
		}
	}
}

func TestNULInName(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f.txt": "hello\n"})
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/f.txt%00.jpg")))
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/f.txt%00")))
}

func TestBadEscapes(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"%zz": "its very name\n", "%4": "this one, too\n"})
	assert.Equal(t, "its very name\n", sitetest.BodyOf(s.Get(t, "/%zz")))
	assert.Equal(t, "its very name\n", sitetest.BodyOf(s.Get(t, "/%25zz")))
	assert.Equal(t, "this one, too\n", sitetest.BodyOf(s.Get(t, "/%4")))
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/%")))
}

func TestSiblingOfTheDirectory(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"../www_evil/f.txt": "outside\n"})
	for _, target := range []string{"/../www_evil/f.txt", "/_evil/f.txt", "_evil/f.txt", "/..%2fwww_evil%2ff.txt"} {
		assert.Contains(t, []string{"404", "400"}, sitetest.Status(s.Get(t, target)), target)
	}
}

func TestRedirect(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"sub/f.txt": "", "sp ace/f.txt": ""})
	if runtime.GOOS != "windows" {
		s.Write(t, "sub\r\nSet-Cookie:x/f.txt", "")
	}
	for name, c := range map[string]struct{ target, location string }{
		"without slash":                 {"/sub", "/sub/"},
		"another host":                  {"//evil.example/%2f..%2fsub", "/evil.example/%2f..%2fsub/"},
		"another host, deeper":          {"///evil.example/%2f..%2fsub", "/evil.example/%2f..%2fsub/"},
		"backslash":                     {"/\\evil.example/..%2fsub", "/%5Cevil.example/..%2fsub/"},
		"backslash twice":               {"/\\\\evil.example/..%2fsub", "/%5C%5Cevil.example/..%2fsub/"},
		"slash, backslash":              {"//\\evil.example/..%2fsub", "/%5Cevil.example/..%2fsub/"},
		"line ends":                     {"/sub%0d%0aSet-Cookie:x", "/sub%0d%0aSet-Cookie:x/"},
		"query":                         {"/sub?x=1", "/sub/?x=1"},
		"query with slashes":            {"/sub?x=//y/../?", "/sub/?x=//y/../?"},
		"authority in the target":       {"http://evil/sub", "/sub/"},
		"authority, query":              {"http://evil/sub?x=1", "/sub/?x=1"},
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
				"Cache-Control: no-cache\r\n"+
				"\r\n", s.Get(t, c.target))
		})
	}
}

func TestFileWithSlash(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f.txt": "hello\n"})
	for _, target := range []string{"/f.txt/", "/f.txt//", "/f.txt/?x", "/f.txt/b"} {
		assert.Equal(t, "404", sitetest.Status(s.Get(t, target)), target)
	}
}

func TestLongName(t *testing.T) {
	s := sitetest.Serve(t, nil)
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/"+strings.Repeat("n", 300))))
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/"+strings.Repeat("n/", 3000))))
}

func TestIndex(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{
		"both/index.html": "html", "both/index.htm": "htm",
		"htm/index.htm":          "htm",
		"directory/index.html/x": "",
		"directory/seen.txt":     "",
	})
	assert.Equal(t, "html", sitetest.BodyOf(s.Get(t, "/both/")))
	assert.Equal(t, "text/html; charset=utf-8", sitetest.HeaderOf(t, s.Get(t, "/both/"), "Content-type"))
	assert.Equal(t, "htm", sitetest.BodyOf(s.Get(t, "/htm/?x")))
	assert.Contains(t, s.Get(t, "/directory/"), `<a href="seen.txt">`)
}
