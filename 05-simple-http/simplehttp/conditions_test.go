package simplehttp_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIfModifiedSince(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f.txt": "hello\n", "sub/g.txt": "", "index/index.html": "index"})
	const unchanged = "HTTP/1.1 304 Not Modified\r\nETag: \"…\"\r\nCache-Control: no-cache\r\n\r\n"
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
		{"beyond 32 bits", time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), "Date"},
		{"year 10000", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), "Date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.Write(t, "f", "x")
			require.NoError(t, os.Chtimes(s.Path("f"), c.time, c.time))
			info, err := os.Stat(s.Path("f"))
			require.NoError(t, err)
			if !info.ModTime().Equal(c.time) {
				t.Skip("this file system cannot keep ", c.time)
			}
			answer := s.Send(t, "GET /f HTTP/1.1\r\nHost: a\r\n\r\n")
			assert.Equal(t, "200", sitetest.Status(s.Get(t, "/")), "the listing has it, too")
			if c.want == "Date" {
				date, err := time.Parse(time.RFC1123, sitetest.HeaderOf(t, answer, "Date"))
				require.NoError(t, err)
				lastModified, err := time.Parse(time.RFC1123, sitetest.HeaderOf(t, answer, "Last-Modified"))
				require.NoError(t, err)
				assert.False(t, lastModified.After(date), "%v is after %v", lastModified, date)
				assert.WithinDuration(t, date, lastModified, 2*time.Second, "no origin has a file of the future")
				return
			}
			assert.Equal(t, c.want, sitetest.HeaderOf(t, answer, "Last-Modified"))
			assert.Equal(t, "304", sitetest.Status(s.Get(t, "/f", "If-Modified-Since: "+c.want+"\r\n")), "what we sent, sent back")
		})
	}
}

// tagOf asks for target until its entity tag is a strong one, which it is when
// the file was left alone for a moment.
func tagOf(t *testing.T, s *sitetest.Site, target string) (tag string) {
	t.Helper()
	require.Eventually(t, func() bool {
		tag = sitetest.HeaderOf(t, s.Send(t, "HEAD "+target+" HTTP/1.1\r\nHost: a\r\n\r\n"), "ETag")
		return strings.HasPrefix(tag, `"`)
	}, 10*time.Second, 5*time.Millisecond)
	return tag
}

func TestConditions(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"ten": "0123456789", "sub/g": ""})
	tag := tagOf(t, s, "/ten")
	require.Regexp(t, `^"[0-9a-z-]+"$`, tag)
	const (
		its    = "Mon, 01 Jun 2015 11:42:33 GMT"
		before = "Mon, 01 Jun 2015 11:42:32 GMT"
		later  = "Mon, 01 Jun 2015 11:42:34 GMT"
		part   = "Range: bytes=0-4\r\n"
	)
	for _, c := range []struct{ name, lines, want string }{
		{"If-Match, the tag", "If-Match: " + tag + "\r\n", "200"},
		{"If-Match, another", "If-Match: \"another\"\r\n", "412"},
		{"If-Match, any", "If-Match: *\r\n", "200"},
		{"If-Match, a list", "If-Match: \"another\" ,, " + tag + "\r\n", "200"},
		{"If-Match, a list with a comma in a tag", "If-Match: \"a,b\", " + tag + "\r\n", "200"},
		{"If-Match, a list in two lines", "If-Match: \"another\"\r\nIf-Match: " + tag + "\r\n", "200"},
		{"If-Match, a weak tag", "If-Match: W/" + tag + "\r\n", "412"},
		{"If-Match, no tag at all", "If-Match: another\r\n", "412"},
		{"If-Match, empty", "If-Match:\r\n", "412"},
		{"If-Match comes before a range", "If-Match: \"another\"\r\n" + part, "412"},
		{"If-Match holds, and so does the range", "If-Match: " + tag + "\r\n" + part, "206"},
		{"If-Match comes before If-Unmodified-Since", "If-Match: " + tag + "\r\nIf-Unmodified-Since: " + before + "\r\n", "200"},
		{"If-Match, then If-None-Match", "If-Match: " + tag + "\r\nIf-None-Match: " + tag + "\r\n", "304"},
		{"If-Unmodified-Since, its date", "If-Unmodified-Since: " + its + "\r\n", "200"},
		{"If-Unmodified-Since, later", "If-Unmodified-Since: " + later + "\r\n", "200"},
		{"If-Unmodified-Since, before", "If-Unmodified-Since: " + before + "\r\n", "412"},
		{"If-Unmodified-Since comes before a range", "If-Unmodified-Since: " + before + "\r\n" + part, "412"},
		{"If-Unmodified-Since, junk", "If-Unmodified-Since: yesterday\r\n", "200"},
		{"If-Unmodified-Since, twice", "If-Unmodified-Since: " + before + "\r\nIf-Unmodified-Since: " + before + "\r\n", "200"},
		{"If-None-Match, the tag", "If-None-Match: " + tag + "\r\n", "304"},
		{"If-None-Match, weak", "If-None-Match: W/" + tag + "\r\n", "304"},
		{"If-None-Match, any", "If-None-Match: *\r\n", "304"},
		{"If-None-Match, a list", "If-None-Match: \"another\",W/" + tag + "\r\n", "304"},
		{"If-None-Match, another", "If-None-Match: \"another\"\r\n", "200"},
		{"If-None-Match, a list that breaks off", "If-None-Match: another, " + tag + "\r\n", "200"},
		{"If-None-Match, a tag without its end", "If-None-Match: \"another\r\n", "200"},
		{"If-None-Match comes before a range", "If-None-Match: " + tag + "\r\n" + part, "304"},
		{"If-None-Match stands for If-Modified-Since", "If-None-Match: \"another\"\r\nIf-Modified-Since: " + later + "\r\n", "200"},
		{"If-Modified-Since, twice", "If-Modified-Since: " + later + "\r\nIf-Modified-Since: " + later + "\r\n", "200"},
		{"If-Range, the tag", "If-Range: " + tag + "\r\n" + part, "206"},
		{"If-Range, weak", "If-Range: W/" + tag + "\r\n" + part, "200"},
		{"If-Range, another", "If-Range: \"another\"\r\n" + part, "200"},
		{"If-Range, a list", "If-Range: \"another\", " + tag + "\r\n" + part, "200"},
		{"If-Range, any", "If-Range: *\r\n" + part, "200"},
		{"If-Range, twice", "If-Range: " + tag + "\r\nIf-Range: " + tag + "\r\n" + part, "200"},
		{"If-Range, empty", "If-Range:\r\n" + part, "200"},
	} {
		assert.Equal(t, c.want, sitetest.Status(s.Get(t, "/ten", c.lines)), c.name)
	}
	assert.Equal(t, "HTTP/1.1 412 Precondition Failed", statusLine(s.Get(t, "/ten", "If-Match: \"another\"\r\n")))
	assert.Equal(t, "304", sitetest.Status(s.Ask(t, "HEAD /ten HTTP/1.1\r\nHost: a\r\nIf-None-Match: "+tag+"\r\n\r\n")))
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/nowhere", "If-Match: \"another\"\r\n")), "an error comes before a condition")
	assert.Equal(t, "301", sitetest.Status(s.Get(t, "/sub", "If-None-Match: *\r\n")), "and so does a redirect")
	assert.Equal(t, "HTTP/1.1 304 Not Modified\r\nCache-Control: no-cache\r\n\r\n", s.Get(t, "/sub/", "If-None-Match: *\r\n"), "there is a listing")
	assert.Equal(t, "412", sitetest.Status(s.Get(t, "/sub/", "If-Match: \"another\"\r\n")), "and it has no tag")
}

func statusLine(answer string) string {
	line, _, _ := strings.Cut(answer, "\r\n")
	return line
}

// In the article's protocol only what Python 3 knows of counts.
func TestConditionsOfTheArticle(t *testing.T) {
	s := sitetest.ServeWith(t, map[string]string{"ten": "0123456789"}, "HTTP/1.0", false)
	for _, lines := range []string{"If-Match: \"another\"\r\n", "If-None-Match: *\r\n", "If-Unmodified-Since: Mon, 01 Jun 2015 11:42:32 GMT\r\n"} {
		assert.Equal(t, "HTTP/1.0 200 OK\r\n"+
			"Content-type: application/octet-stream\r\n"+
			"Content-Length: 10\r\n"+
			"Last-Modified: Mon, 01 Jun 2015 11:42:33 GMT\r\n"+
			"\r\n0123456789", s.Ask(t, "GET /ten HTTP/1.0\r\n"+lines+"\r\n"))
	}
}

// Two writes in one second, of as many bytes: the date tells nobody, the tag
// everybody.
func TestTwoWritesInOneSecond(t *testing.T) {
	s := sitetest.Serve(t, nil)
	second := time.Now().Truncate(time.Second).Add(-10 * time.Second)
	write := func(content string, at time.Duration) {
		require.NoError(t, os.WriteFile(s.Path("f"), []byte(content), 0o644))
		require.NoError(t, os.Chtimes(s.Path("f"), second.Add(at), second.Add(at)))
	}
	write("0123456789", 100*time.Millisecond)
	tag := tagOf(t, s, "/f")
	date := sitetest.HeaderOf(t, s.Get(t, "/f"), "Last-Modified")
	write("abcdefghij", 900*time.Millisecond)
	assert.Equal(t, "304", sitetest.Status(s.Get(t, "/f", "If-Modified-Since: "+date+"\r\n")), "which is wrong, and all that a date can tell")
	assert.Equal(t, "abcdefghij", sitetest.BodyOf(s.Get(t, "/f", "If-None-Match: "+tag+"\r\n", "If-Modified-Since: "+date+"\r\n")))
	assert.Equal(t, "412", sitetest.Status(s.Get(t, "/f", "If-Match: "+tag+"\r\n")))
	assert.Equal(t, "abcdefghij", sitetest.BodyOf(s.Get(t, "/f", "If-Range: "+tag+"\r\n", "Range: bytes=5-\r\n")), "never half of each")

	// As a program writes it, and nobody sets its time.
	for range 50 {
		require.NoError(t, os.WriteFile(s.Path("f"), []byte("0123456789"), 0o644))
		tag := sitetest.HeaderOf(t, s.Send(t, "HEAD /f HTTP/1.1\r\nHost: a\r\n\r\n"), "ETag")
		date := sitetest.HeaderOf(t, s.Get(t, "/f"), "Last-Modified")
		require.NoError(t, os.WriteFile(s.Path("f"), []byte("abcdefghij"), 0o644))
		for _, condition := range []string{tag, date} {
			require.Equal(t, "abcdefghij", sitetest.BodyOf(s.Get(t, "/f", "If-Range: "+condition+"\r\n", "Range: bytes=5-\r\n")), condition)
		}
	}
}

func TestMethodsAreNamed(t *testing.T) {
	files := map[string]string{"f": "x"}
	s := sitetest.Serve(t, files)
	for _, target := range []string{"/", "/f", "/nowhere", "*"} {
		assert.Equal(t, "HTTP/1.1 204 No Content\r\nAllow: GET, HEAD, OPTIONS\r\n\r\n", s.Ask(t, "OPTIONS "+target+" HTTP/1.1\r\nHost: a\r\n\r\n"), target)
	}
	article := sitetest.ServeWith(t, files, "HTTP/1.0", false)
	assert.Equal(t, "HTTP/1.0 501 Unsupported method ('OPTIONS')", statusLine(article.Ask(t, "OPTIONS / HTTP/1.0\r\n\r\n")))
}
