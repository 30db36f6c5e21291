package simplehttp_test

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestListingIsSortedByLinks(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"b": "22", "A": "333", "c": "1", "d": "22", "folder/f": ""})
	for i, name := range []string{"c", "folder", "A", "d", "b"} {
		at := sitetest.Modified.Add(time.Duration(i) * time.Hour)
		require.NoError(t, os.Chtimes(s.Path(name), at, at))
	}
	for query, want := range map[string]string{
		"":                            "A b c d folder/",
		"?":                           "A b c d folder/",
		"?sort=name":                  "A b c d folder/",
		"?order=desc":                 "folder/ d c b A",
		"?sort=name&order=desc":       "folder/ d c b A",
		"?sort=size":                  "folder/ c b d A", // equals by name
		"?sort=size&order=desc":       "A b d c folder/",
		"?order=desc&sort=size":       "A b d c folder/",
		"?sort=modified":              "c folder/ A d b",
		"?sort=modified&order=desc":   "b d A folder/ c",
		"?sort=nonsense&order=random": "A b c d folder/",
		"?sort=size&order=ASC":        "folder/ c b d A",
		"?%zz":                        "A b c d folder/",
	} {
		var names []string
		for _, line := range sitetest.List(t, s.Get(t, "/"+query)) {
			names = append(names, line[1])
		}
		assert.Equal(t, want, strings.Join(names, " "), query)
	}
}

// The columns have names, and say which of them sorts. Each leads to the other
// order, the first time to the one that is wanted: the largest, the latest.
func TestColumns(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f": ""})
	for query, want := range map[string]string{
		"": `<th scope="col" aria-sort="ascending"><a href="?order=desc">Name</a>` +
			`<th scope="col"><a href="?sort=size&amp;order=desc">Size</a>` +
			`<th scope="col"><a href="?sort=modified&amp;order=desc">Modified</a>`,
		"?order=desc": `<th scope="col" aria-sort="descending"><a href="./">Name</a>` +
			`<th scope="col"><a href="?sort=size&amp;order=desc">Size</a>` +
			`<th scope="col"><a href="?sort=modified&amp;order=desc">Modified</a>`,
		"?sort=size&order=desc": `<th scope="col"><a href="./">Name</a>` +
			`<th scope="col" aria-sort="descending"><a href="?sort=size">Size</a>` +
			`<th scope="col"><a href="?sort=modified&amp;order=desc">Modified</a>`,
		"?sort=modified": `<th scope="col"><a href="./">Name</a>` +
			`<th scope="col"><a href="?sort=size&amp;order=desc">Size</a>` +
			`<th scope="col" aria-sort="ascending"><a href="?sort=modified&amp;order=desc">Modified</a>`,
	} {
		assert.Contains(t, s.Get(t, "/"+query), "<thead><tr>"+want+"</thead>", query)
	}
}

// What cannot be opened is dimmed, says so, and is no file.
func TestWhatCannotBeOpenedIsNoFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege here")
	}
	s := sitetest.Serve(t, map[string]string{"f.txt": "hi", "sub/f": "", "../secret": "outside"})
	for name, target := range map[string]string{"broken": "nowhere", "outside": "../secret", "link": "f.txt", "linked": "sub"} {
		require.NoError(t, os.Symlink(target, s.Path(name)))
	}
	page := s.Get(t, "/")
	for _, want := range []string{
		`<tr class=n><td><a href="broken">broken@</a><small>link to nowhere or outside</small><td><td>`,
		`<tr class=n><td><a href="outside">outside@</a><small>link to nowhere or outside</small><td><td>`,
		`<tr class=f><td><a href="link">link@</a><small>link</small><td>2 B<td>`,
		`<tr class=d><td><a href="linked/">linked@</a><small>link</small><td><td>`,
		`<tr class=d><td><a href="sub/">sub/</a><td><td>`,
		`<tr class=t><td><a href="f.txt">f.txt</a><td>2 B<td>`,
		`<p>2 directories, 2 files, 4 B, 2 that cannot be opened. Times are in `,
	} {
		assert.Contains(t, page, want)
	}
}

func TestEachKindHasItsIcon(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{
		"a.jpg": "", "b.mp3": "", "c.mkv": "", "d.tar.gz": "", "e.zip": "", "f.go": "", "g.json": "", "README": "", "i.exe": "", "j": "", "k.JPG": "",
	})
	page := s.Get(t, "/")
	for name, class := range map[string]string{
		"a.jpg": "i", "b.mp3": "a", "c.mkv": "v", "d.tar.gz": "z", "e.zip": "z", "f.go": "t", "g.json": "t", "README": "t", "i.exe": "f", "j": "f", "k.JPG": "i",
	} {
		assert.Contains(t, page, `<tr class=`+class+`><td><a href="`+name+`">`)
	}
}

// The page of an error has a way home that holds behind a proxy, too.
func TestErrorPageLeadsHome(t *testing.T) {
	s := sitetest.Serve(t, nil)
	for target, want := range map[string]string{
		"/nope":                         "./",
		"/nope/":                        "../",
		"/a/b/nope":                     "../../",
		"/a/b/nope?x=/y/z":              "../../",
		"/" + strings.Repeat("a/", 500): "/",
		"/%00":                          "./",
	} {
		page := sitetest.BodyOf(s.Get(t, target))
		assert.Contains(t, page, `<a class="way" href="`+want+`">To the first page</a>`, target)
		assert.Contains(t, page, "prefers-color-scheme: dark")
		assert.Contains(t, page, "<title>404 File not found</title>")
	}
	assert.Contains(t, s.Ask(t, "GET nope HTTP/1.1\r\nHost: a\r\n\r\n"), `<a class="way" href="/">`, "what is no target has no depth")
	assert.Contains(t, s.Get(t, "/<script>"), "<title>404 File not found</title>")
}

func TestAWayUp(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"sub/deep & dark/f": ""})
	assert.NotContains(t, s.Get(t, "/"), `class="way"`, "the root has none")
	assert.Contains(t, s.Get(t, "/sub/"), `<a class="way" href="../">Up to /</a>`)
	assert.Contains(t, s.Get(t, "/sub/deep%20%26%20dark/"), `<a class="way" href="../">Up to /sub/</a>`)
}

// The directory is removed while it is served, and made again.
func TestServedDirectoryIsGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open directory cannot be removed here")
	}
	s := sitetest.Serve(t, map[string]string{"f": "first"})
	require.Equal(t, "first", sitetest.BodyOf(s.Get(t, "/f")))
	require.NoError(t, os.RemoveAll(s.Directory))
	for _, target := range []string{"/f", "/", "/none"} {
		assert.Equal(t, "HTTP/1.1 404 The served directory is gone", statusLine(s.Get(t, target)), target)
	}
	s.Write(t, "f", "second")
	assert.Equal(t, "second", sitetest.BodyOf(s.Get(t, "/f")))
	assert.Len(t, sitetest.List(t, s.Get(t, "/")), 1)
}
