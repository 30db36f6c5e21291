package simplehttp_test

import (
	"os"
	"testing"
	"time"

	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIfModifiedSince(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f.txt": "hello\n", "sub/g.txt": "", "index/index.html": "index"})
	const unchanged = "HTTP/1.1 304 Not Modified\r\n\r\n"
	assert.Equal(t, unchanged, s.Get(t, "/f.txt", "If-Modified-Since: Mon, 01 Jun 2015 11:42:33 GMT\r\n"))
	for name, c := range map[string]struct{ value, want string }{
		"IMF-fixdate":             {"Mon, 01 Jun 2015 11:42:33 GMT", "304"},
		"RFC 850":                 {"Monday, 01-Jun-15 11:42:33 GMT", "304"},
		"asctime":                 {"Mon Jun  1 11:42:33 2015", "304"},
		"a second before":         {"Mon, 01 Jun 2015 11:42:32 GMT", "200"},
		"a second after":          {"Mon, 01 Jun 2015 11:42:34 GMT", "304"},
		"RFC 850, before":         {"Monday, 01-Jun-15 11:42:32 GMT", "200"},
		"RFC 850, last century":   {"Sunday, 01-Jun-97 11:42:33 GMT", "200"},
		"asctime, before":         {"Mon Jun  1 11:42:32 2015", "200"},
		"the future":              {"Fri, 31 Dec 2999 23:59:59 GMT", "304"},
		"the year 9999":           {"Fri, 31 Dec 9999 23:59:59 GMT", "304"},
		"the epoch":               {"Thu, 01 Jan 1970 00:00:00 GMT", "200"},
		"before the epoch":        {"Wed, 31 Dec 1969 23:59:59 GMT", "200"},
		"the year 0":              {"Sat, 01 Jan 0000 00:00:00 GMT", "200"},
		"junk":                    {"yesterday", "200"},
		"nothing":                 {"", "200"},
		"no such day":             {"Mon, 31 Jun 2999 11:42:33 GMT", "200"},
		"no such hour":            {"Mon, 01 Jun 2999 25:42:33 GMT", "200"},
		"another zone":            {"Mon, 01 Jun 2999 11:42:33 PST", "200"},
		"an offset":               {"Mon, 01 Jun 2999 11:42:33 +0200", "200"},
		"seconds since the epoch": {"1433158953", "200"},
		"ISO 8601":                {"2999-06-01T11:42:33Z", "200"},
		"something behind it":     {"Mon, 01 Jun 2999 11:42:33 GMT; length=6", "200"},
	} {
		assert.Equal(t, c.want, sitetest.Status(s.Get(t, "/f.txt", "If-Modified-Since: "+c.value+"\r\n")), name)
	}
	const future = "If-Modified-Since: Fri, 31 Dec 2999 23:59:59 GMT\r\n"
	assert.Equal(t, "304", sitetest.Status(s.Ask(t, "HEAD /f.txt HTTP/1.1\r\nHost: a\r\n"+future+"\r\n")))
	assert.Equal(t, "200", sitetest.Status(s.Get(t, "/f.txt", future, "If-None-Match: \"tag\"\r\n")), "If-None-Match comes first")
	assert.Equal(t, "200", sitetest.Status(s.Get(t, "/sub/", future)), "a listing has no date")
	assert.Equal(t, "304", sitetest.Status(s.Get(t, "/index/", future)), "an index is a file")
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/nowhere", future)))
}

func TestOddTimes(t *testing.T) {
	s := sitetest.Serve(t, nil)
	for _, c := range []struct {
		name string
		time time.Time
		want string
	}{
		{"before 1970", time.Date(1969, 7, 20, 20, 17, 40, 0, time.UTC), "Sun, 20 Jul 1969 20:17:40 GMT"},
		{"a fraction before 1970", time.Unix(-1, 500_000_000), "Wed, 31 Dec 1969 23:59:59 GMT"},
		{"with a fraction", time.Unix(1433158953, 999_999_999), "Mon, 01 Jun 2015 11:42:33 GMT"},
		{"beyond 32 bits", time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), "Fri, 01 Jan 2100 00:00:00 GMT"},
		{"year 10000", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), "Sat, 01 Jan 10000 00:00:00 GMT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.Write(t, "f", "x")
			require.NoError(t, os.Chtimes(s.Path("f"), c.time, c.time))
			info, err := os.Stat(s.Path("f"))
			require.NoError(t, err)
			if !info.ModTime().Equal(c.time) {
				t.Skip("this file system cannot keep ", c.time)
			}
			answer := s.Get(t, "/f")
			assert.Equal(t, c.want, sitetest.HeaderOf(t, answer, "Last-Modified"))
			assert.Equal(t, "200", sitetest.Status(s.Get(t, "/")), "the listing has it, too")
			if c.time.Year() < 10000 {
				assert.Equal(t, "304", sitetest.Status(s.Get(t, "/f", "If-Modified-Since: "+c.want+"\r\n")), "what we sent, sent back")
			}
		})
	}
}
