package simplehttp_test

import (
	"fmt"
	"html"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestListing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege here")
	}
	s := sitetest.Serve(t, map[string]string{
		"a.txt": "hello\n", "B.txt": strings.Repeat("x", 1536), "c/d.txt": "", ".hidden": "",
		"large": strings.Repeat("x", 1<<20),
	})
	require.NoError(t, os.Symlink("a.txt", s.Path("link")))
	require.NoError(t, os.Symlink("c", s.Path("link-to-c")))
	require.NoError(t, os.Chtimes(s.Path("c"), sitetest.Modified, sitetest.Modified))
	date := sitetest.Modified.Local().Format("2006-01-02 15:04")
	assert.Equal(t, [][]string{
		{".hidden", ".hidden", "0 B", date},
		{"a.txt", "a.txt", "6 B", date},
		{"B.txt", "B.txt", "1.5 KiB", date},
		{"c/", "c/", "", date},
		{"large", "large", "1.0 MiB", date},
		{"link", "link@", "6 B", date},
		{"link-to-c/", "link-to-c@", "", date},
	}, sitetest.List(t, s.Get(t, "/")))
	assert.Contains(t, s.Get(t, "/"), "<p>2 directories, 5 files, 1.0 MiB. Times are in ")
}

func TestListingIsAPageOfToday(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"sub/deep/f.txt": ""})
	page := sitetest.BodyOf(s.Get(t, "/sub/deep/?query"))
	assert.True(t, strings.HasPrefix(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"))
	assert.Contains(t, page, `<meta name="viewport" content="width=device-width">`)
	assert.Contains(t, page, "<title>Directory listing for /sub/deep</title>")
	assert.Contains(t, page, `<a href="../../">/</a><a href="../">sub/</a><b aria-current="page">deep/</b>`)
	assert.Contains(t, page, "prefers-color-scheme: dark")
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, page, "http-equiv")
	assert.Contains(t, sitetest.BodyOf(s.Get(t, "/")), `<b aria-current="page">/</b></h1>`)
	require.NoError(t, os.Mkdir(s.Path("empty"), 0o755))
	assert.Contains(t, s.Get(t, "/empty/"), "<p>This directory is empty.")
}

func TestEveryNameRoundTrips(t *testing.T) {
	names := []string{
		"plain.txt", "sp ace", " leading", "trailing ", "quest?ion", "ha#sh", "per%cent", "per%41", "semi;colon", "plus+", "co:lon",
		"amp&amp;", `quo"te`, "apos'", "<lt>", `back\slash`, "new\nline", "re\rturn", "tab\t", "\x01\x1b[2J\x7f", "bad\xff\xfe",
		"cut\xe6\x97", "\xc0\xae\xc0\xae", "日本語", "e\u0301", "\u202egnp", "😀", "~", "{[]}|^`", "*$!,(@)=_-.", "...", "..a", "-", "@", "a@", "javascript:alert(1)",
		"C:evil", strings.Repeat("n", 255), "\u2028", "%2e%2e", "con", "nul.txt",
	}
	if runtime.GOOS == "linux" {
		names = append(names, "index.HTML") // on a disk without case it is the index
	}
	s := sitetest.Serve(t, nil)
	kept := 0
	for i, name := range names {
		if runtime.GOOS == "windows" && strings.Contains(name, ":") {
			continue // a stream of another file there, and none itself
		}
		content := fmt.Sprint("content ", i)
		if err := os.WriteFile(s.Path(name), []byte(content), 0o644); err != nil {
			require.NotEqual(t, "linux", runtime.GOOS, err)
			continue
		}
		kept++
	}
	entries, err := os.ReadDir(s.Directory)
	require.NoError(t, err)
	lines := sitetest.List(t, s.Get(t, "/"))
	require.Len(t, lines, len(entries))
	for _, line := range lines {
		link, name := html.UnescapeString(line[0]), html.UnescapeString(line[1])
		answer := s.Get(t, "/"+link)
		require.Equal(t, "200", sitetest.Status(answer), "%q", name)
		onDisk, err := os.ReadFile(s.Path(string(unescape(t, link))))
		require.NoError(t, err, "%q", name)
		assert.Equal(t, string(onDisk), sitetest.BodyOf(answer), "%q", name)
		assert.Equal(t, strings.ReplaceAll(strings.ToValidUTF8(name, "\ufffd"), "\u202e", "\ufffd"), name)
	}
	assert.Positive(t, kept)
}

// unescape decodes a link by the book, apart from the code under test.
func unescape(t *testing.T, link string) (name []byte) {
	t.Helper()
	for len(link) > 0 {
		var b byte
		if _, err := fmt.Sscanf(link, "%%%2X", &b); err == nil {
			name, link = append(name, b), link[3:]
		} else {
			name, link = append(name, link[0]), link[1:]
		}
	}
	return name
}

func TestNamesAreEscaped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such names here")
	}
	s := sitetest.Serve(t, map[string]string{`<img src=x onerror=alert(1)>.txt`: "", `"q".txt`: "", "&lt;.txt": "", "'.txt": ""})
	page := s.Get(t, "/")
	assert.NotContains(t, page, "<img")
	assert.Contains(t, page, "<td><a href=\"%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.txt\">&lt;img src=x onerror=alert(1)&gt;.txt</a>")
	assert.Contains(t, page, `<td><a href="%22q%22.txt">&#34;q&#34;.txt</a>`)
	assert.Contains(t, page, `<td><a href="%26lt%3B.txt">&amp;lt;.txt</a>`)
	assert.Contains(t, page, `<td><a href="%27.txt">&#39;.txt</a>`)
}

func TestNoLinkHasAScheme(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such names here")
	}
	s := sitetest.Serve(t, map[string]string{"javascript:alert(1)": "", "C:evil": "", "data:text": "", "http:": "", "mailto:/x": ""})
	for _, line := range sitetest.List(t, s.Get(t, "/")) {
		assert.NotContains(t, line[0], ":")
	}
}

func TestTargetsAreEscaped(t *testing.T) {
	folder := map[string]string{"sub/<script>/f": ""}
	if runtime.GOOS == "windows" {
		folder = map[string]string{"sub/f": ""} // no such names there; the targets are 404
	}
	s := sitetest.Serve(t, folder)
	for _, target := range []string{"/?<script>alert(1)</script>", "/nope<script>alert(1)</script>", "/nope%3Cscript%3E", "/sub/?\"><script>", "/sub/<script>/", "/sub/%3Cscript%3E/"} {
		assert.NotContains(t, s.Get(t, target), "<script>", target)
	}
}

func TestManyEntries(t *testing.T) {
	if testing.Short() {
		t.Skip("makes thousands of files")
	}
	s := sitetest.Serve(t, nil)
	n := 10_000
	if stagetest.Thorough() {
		n = 100_000
	}
	for i := range n {
		// A hard link is cheaper to make than a file; it is an entry as well.
		if i%30_000 == 0 {
			s.Write(t, fmt.Sprintf("name-%06d.txt", i), "x")
		} else if err := os.Link(s.Path(fmt.Sprintf("name-%06d.txt", i-i%30_000)), s.Path(fmt.Sprintf("name-%06d.txt", i))); err != nil {
			s.Write(t, fmt.Sprintf("name-%06d.txt", i), "x")
		}
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	answer := s.Ask(t, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
	runtime.ReadMemStats(&after)
	assert.Equal(t, "200", sitetest.Status(answer))
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(n)<<10, "bytes, all told")
	assert.Less(t, time.Since(start), 30*time.Second)
	assert.Len(t, sitetest.List(t, s.Get(t, "/")), n)
}

func TestEntriesVanishMeanwhile(t *testing.T) {
	s := sitetest.Serve(t, nil)
	for i := range 200 {
		s.Write(t, fmt.Sprintf("stays-%03d", i), "")
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		for i := range 2000 {
			name := s.Path(fmt.Sprintf("goes-%03d", i%50))
			os.WriteFile(name, nil, 0o644)
			os.Remove(name)
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		lines := sitetest.List(t, s.Get(t, "/"))
		stays := 0
		for _, line := range lines {
			if strings.HasPrefix(line[0], "stays-") {
				stays++
			}
		}
		require.Equal(t, 200, stays)
	}
}
