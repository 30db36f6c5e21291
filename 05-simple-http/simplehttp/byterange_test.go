package simplehttp_test

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRanges(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"ten": "0123456789", "empty": ""})
	partial := func(part, contentRange string) string {
		return "HTTP/1.1 206 Partial Content\r\n" +
			"Content-type: application/octet-stream\r\n" +
			"Content-Length: " + strconv.Itoa(len(part)) + "\r\n" +
			"Content-Range: bytes " + contentRange + "\r\n" +
			"Last-Modified: Mon, 01 Jun 2015 11:42:33 GMT\r\n" +
			"ETag: \"…\"\r\n" +
			"Accept-Ranges: bytes\r\n" +
			"Cache-Control: no-cache\r\n" +
			"\r\n" + part
	}
	unsatisfiable := func(size string) string {
		return "HTTP/1.1 416 Requested Range Not Satisfiable\r\n" +
			"Content-Range: bytes */" + size + "\r\n" +
			"Content-Length: 0\r\n" +
			"\r\n"
	}
	whole := s.Get(t, "/ten")
	wholeEmpty := s.Get(t, "/empty")
	require.Equal(t, "200", sitetest.Status(whole))
	for _, c := range []struct{ name, target, value, want string }{
		{"both ends", "/ten", "bytes=0-4", partial("01234", "0-4/10")},
		{"one byte", "/ten", "bytes=9-9", partial("9", "9-9/10")},
		{"to the end", "/ten", "bytes=7-", partial("789", "7-9/10")},
		{"the last", "/ten", "bytes=-3", partial("789", "7-9/10")},
		{"beyond the end", "/ten", "bytes=5-1000", partial("56789", "5-9/10")},
		{"the last of more than there are", "/ten", "bytes=-1000", partial("0123456789", "0-9/10")},
		{"all of it", "/ten", "bytes=0-", partial("0123456789", "0-9/10")},
		{"unit in capitals", "/ten", "BYTES=0-0", partial("0", "0-0/10")},
		{"first byte beyond", "/ten", "bytes=10-", unsatisfiable("10")},
		{"far beyond", "/ten", "bytes=1000-2000", unsatisfiable("10")},
		{"the last none", "/ten", "bytes=-0", unsatisfiable("10")},
		{"unit with a long s", "/ten", "byte\u017f=0-4", whole},
		{"another unit", "/ten", "lines=0-1", whole},
		{"no unit", "/ten", "0-1", whole},
		{"nothing", "/ten", "bytes=", whole},
		{"a dash", "/ten", "bytes=-", whole},
		{"backwards", "/ten", "bytes=4-2", whole},
		{"words", "/ten", "bytes=one-two", whole},
		{"signs", "/ten", "bytes=+1-+2", whole},
		{"spaces inside", "/ten", "bytes=0 - 4", whole},
		{"three numbers", "/ten", "bytes=0-1-2", whole},
		{"bounds of 23 digits", "/ten", "bytes=0-99999999999999999999999", partial("0123456789", "0-9/10")},
		{"first of 23 digits", "/ten", "bytes=99999999999999999999999-", unsatisfiable("10")},
		{"both of 23 digits", "/ten", "bytes=99999999999999999999998-99999999999999999999999", unsatisfiable("10")},
		{"the last 23 digits", "/ten", "bytes=-99999999999999999999999", partial("0123456789", "0-9/10")},
		{"the largest int64", "/ten", "bytes=1-9223372036854775807", partial("123456789", "1-9/10")},
		{"one more", "/ten", "bytes=1-9223372036854775808", partial("123456789", "1-9/10")},
		{"two", "/ten", "bytes=0-1,3-4", whole},
		{"a thousand", "/ten", "bytes=" + strings.Repeat("0-1,", 999) + "0-1", whole},
		{"of an empty file", "/empty", "bytes=0-", unsatisfiable("0")},
		{"one byte of an empty file", "/empty", "bytes=0-0", unsatisfiable("0")},
		{"the last of an empty file", "/empty", "bytes=-5", wholeEmpty},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, s.Get(t, c.target, "Range: "+c.value+"\r\n"))
		})
	}
}

func TestRangeIsIgnored(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"ten": "0123456789", "sub/f.txt": ""})
	whole := s.Get(t, "/ten")
	head, _, _ := strings.Cut(whole, "\r\n\r\n")
	assert.Equal(t, head+"\r\n\r\n", s.Ask(t, "HEAD /ten HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\n\r\n"), "HEAD")
	assert.Equal(t, "200", sitetest.Status(s.Get(t, "/ten", "Range: bytes=0-4\r\n", "Range: bytes=5-9\r\n")), "twice")
	assert.Equal(t, "200", sitetest.Status(s.Get(t, "/ten", "Range: byte\u017f=0-4\r\n")), "ſ is no s")
	assert.Equal(t, "200", sitetest.Status(s.Get(t, "/sub/", "Range: bytes=0-4\r\n")), "a listing")
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/nowhere", "Range: bytes=0-4\r\n")))
	for value, want := range map[string]string{
		"Mon, 01 Jun 2015 11:42:33 GMT": "206", // the file's own
		"Mon Jun  1 11:42:33 2015":      "206",
		"Mon, 01 Jun 2015 11:42:34 GMT": "200", // later is not the same
		"Mon, 01 Jun 2015 11:42:32 GMT": "200",
		`"tag"`:                         "200",
		`W/"tag"`:                       "200",
		"junk":                          "200",
	} {
		assert.Equal(t, want, sitetest.Status(s.Get(t, "/ten", "Range: bytes=0-4\r\n", "If-Range: "+value+"\r\n")), value)
	}
	assert.Equal(t, "304", sitetest.Status(s.Get(t, "/ten", "Range: bytes=0-4\r\n", "If-Modified-Since: Mon, 01 Jun 2015 11:42:33 GMT\r\n")),
		"a condition comes before a range (RFC 9110, section 13.2.2)")
}

// A proxy asks in HTTP/1.0, nginx unless it is told otherwise: the film behind it
// must still be wound forward. The article's own protocol knows no ranges.
func TestRangeThroughAProxy(t *testing.T) {
	const request = "GET /ten HTTP/1.0\r\nRange: bytes=0-4\r\nConnection: close\r\n\r\n"
	files := map[string]string{"ten": "0123456789"}
	assert.Equal(t, "HTTP/1.1 206 Partial Content\r\n"+
		"Content-type: application/octet-stream\r\n"+
		"Content-Length: 5\r\n"+
		"Content-Range: bytes 0-4/10\r\n"+
		"Last-Modified: Mon, 01 Jun 2015 11:42:33 GMT\r\n"+
		"ETag: \"…\"\r\n"+
		"Accept-Ranges: bytes\r\n"+
		"Cache-Control: no-cache\r\n"+
		"Connection: close\r\n"+
		"\r\n01234", sitetest.Serve(t, files).Ask(t, request))
	assert.Equal(t, "HTTP/1.0 200 OK\r\n"+
		"Content-type: application/octet-stream\r\n"+
		"Content-Length: 10\r\n"+
		"Last-Modified: Mon, 01 Jun 2015 11:42:33 GMT\r\n"+
		"\r\n0123456789", sitetest.ServeWith(t, files, "HTTP/1.0", false).Ask(t, request))
}

func TestRangeThenNextRequest(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"large": strings.Repeat("x", 100_000) + "tail"})
	for _, value := range []string{"bytes=99998-", "bytes=0-1", "bytes=5-70000", "bytes=200000-"} {
		answer := s.Ask(t, "GET /large HTTP/1.1\r\nHost: a\r\nRange: "+value+"\r\n\r\n"+
			"GET /large HTTP/1.1\r\nHost: a\r\nRange: bytes=-4\r\n\r\n")
		assert.Equal(t, 2, strings.Count(answer, "HTTP/1.1 "), value)
		assert.True(t, strings.HasSuffix(answer, "\r\n\r\ntail"), value)
	}
}

func TestLargeFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files are not sparse unless asked to be")
	}
	s := sitetest.Serve(t, nil)
	f, err := os.Create(s.Path("sparse"))
	require.NoError(t, err)
	defer f.Close()
	const gib = 1 << 30
	const size = 4*gib + 100
	if err := f.Truncate(size); err != nil {
		t.Skip("this file system has no sparse files of 4 GiB: ", err)
	}
	for _, boundary := range []int64{2 * gib, 4 * gib} {
		_, err := f.WriteAt([]byte("<boundary>"), boundary-5)
		require.NoError(t, err)
		answer := s.Get(t, "/sparse", fmt.Sprintf("Range: bytes=%d-%d\r\n", boundary-5, boundary+4))
		assert.Equal(t, "<boundary>", sitetest.BodyOf(answer))
		assert.Equal(t, fmt.Sprintf("bytes %d-%d/%d", boundary-5, boundary+4, int64(size)), sitetest.HeaderOf(t, answer, "Content-Range"))
	}
	assert.Equal(t, 105, len(sitetest.BodyOf(s.Get(t, "/sparse", fmt.Sprintf("Range: bytes=%d-\r\n", int64(4*gib-5))))))
	assert.Equal(t, "4294967396", sitetest.HeaderOf(t, s.Ask(t, "HEAD /sparse HTTP/1.1\r\nHost: a\r\n\r\n"), "Content-Length"))

	conn := s.Dial(t)
	_, err = io.WriteString(conn, "GET /sparse HTTP/1.1\r\nHost: a\r\n\r\n")
	require.NoError(t, err)
	_, err = io.CopyN(io.Discard, conn, 1<<20)
	require.NoError(t, err, "the whole of it begins to come")
}
