package simplehttp

import (
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// listingChecks are about the page that shows what a directory holds.
var listingChecks = []check.Check{
	{
		Name:  "listing",
		Title: "a directory without an index page is answered with the names in it",
		Level: check.Article,
		Needs: []string{"file"},
		Why:   "list_directory makes a page of os.listdir, with a link for each name",
		Hint:  `an HTML page with <a href="NAME">NAME</a> for each entry; Content-type text/html; Content-Length counts the page's bytes, not its characters`,
		Try:   "curl http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			t.File("maize.txt", "maize\n")
			t.File("soy.txt", "soy\n")
			t.File(".hidden", "hidden\n")
			t.File("高粱.txt", "sorghum\n")
			c := t.Connect()
			r := http1.DoOn(c, http1.NewGet("/")).WantStatus(200).WantFieldPrefix("Content-type", "text/html")
			c.ExpectNothing()
			wantNames(t, r, "/", "maize.txt", "soy.txt", ".hidden")
		},
	},
	{
		Name:  "listing-slash",
		Title: "a directory in a listing has a slash behind its name and its link",
		Level: check.Article,
		Needs: []string{"listing", "next-client"},
		Why:   "one sees what it is, and the link needs no redirect (os.path.isdir in list_directory)",
		Hint:  "ask for each entry what it is, and add the slash to both",
		Try:   "mkdir sub; curl http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			t.File("file", "hello\n")
			t.File("sub/f.txt", "hello\n")
			r := http1.Get(t, "/").WantStatus(200)
			wantNames(t, r, "/", "file", "sub/")
			wantNames(t, http1.Get(t, "/sub/").WantStatus(200), "/sub/", "f.txt")
		},
	},
	{
		Name:  "listing-order",
		Title: "a listing is in the order of the alphabet, capitals among the others",
		Level: check.Article,
		Needs: []string{"listing-slash"},
		Why:   "people look names up; a file system keeps them in no order (list.sort(key=lambda a: a.lower()))",
		Hint:  "sort by the name in lower case; directories stand among the files",
		Try:   "touch b A c; mkdir B2; curl http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			for _, name := range []string{"soy.txt", "Maize.txt", "barley.txt", "Oats/f.txt", "rice.txt", "_seed.txt"} {
				t.File(name, "x")
			}
			r := http1.Get(t, "/").WantStatus(200)
			wanted := []string{"_seed.txt", "barley.txt", "Maize.txt", "Oats/", "rice.txt", "soy.txt"}
			wantNames(t, r, "/", wanted...)
			var shown []string
			for _, e := range entries(t, r, "/") {
				if slices.Contains(wanted, e.name) {
					shown = append(shown, e.name)
				}
			}
			for i, name := range wanted {
				if shown[i] != name {
					r.FailBody(">"+html.EscapeString(shown[i]), "wanted %s here: the order is %s", name, strings.Join(wanted, " "))
				}
			}
		},
	},
	{
		Name:  "listing-links",
		Title: "each link of a listing leads to its file, whatever the name holds",
		Level: check.Article,
		Needs: []string{"listing", "percent-encoding", "content-length", "utf8-name", "next-client"},
		Why:   "in a link ? begins a query, # a fragment, % a byte, and a colon ends a scheme (urllib.quote in list_directory)",
		Hint:  "percent-encode every byte of the name that is no letter, digit, or one of -._~; the shown name stays as it is",
		Try:   "touch 'a b?c#d%41.txt'; curl http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			roundTrip(t, possible(t, "a b.txt", "100%.txt", "%41.txt", "h#sh.txt", "semi;colon.txt", "plus+.txt", "am&amp;.txt", "ap'ostrophe.txt", "高粱.txt", "ques?tion.txt", `quo"te.txt`, "col:on.txt"))
		},
	},
	{
		Name:  "listing-escapes",
		Title: "a name in a listing is text, not markup",
		Level: check.Article,
		Needs: []string{"listing"},
		Why:   "whoever can put a file into the directory must not write your page (cgi.escape in list_directory)",
		Hint:  "escape & and < and > where the name is shown, and quotes where it stands in an attribute",
		Try:   "touch 'a&lt;b.txt'; curl http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			names := possible(t, "a&lt;b.txt", "&copy.txt", "<b>bold.txt", `"onmouseover="x.txt`, "<img src=x onerror=alert(1)>.txt")
			for _, name := range names {
				t.File(name, "x")
			}
			r := http1.Get(t, "/").WantStatus(200)
			for _, markup := range []string{"<b>bold", "<img src=x"} {
				if strings.Contains(r.Body, markup) {
					r.FailBody(markup, "wanted it escaped")
				}
			}
			wantNames(t, r, "/", names...)
		},
	},
	{
		Name:  "long-listing",
		Title: "a directory of 1,000 names is listed, all of them",
		Level: check.Article,
		Needs: []string{"listing"},
		Why:   "a camera makes such directories (os.listdir)",
		Hint:  "Content-Length is of the whole page; one send may not take it all",
		Try:   "mkdir many; (cd many && seq 1000 | xargs touch); curl -s http://127.0.0.1:8000/many/ | grep -c href",
		Run: func(t *check.T) {
			t.File("many/photo-000.jpg", "")
			for i := 1; i < 1000; i++ {
				again(t, "many/photo-000.jpg", fmt.Sprintf("many/photo-%03d.jpg", i))
			}
			t.Fold("the directory many holds 1,000 files")
			r := http1.Get(t, "/many/").WantStatus(200)
			if shown := entries(t, r, "/many/"); len(shown) != 1000 {
				r.FailBody("", "wanted 1000 links, there are %d", len(shown))
			}
		},
	},
	{
		Name:  "pages-escape-the-target",
		Title: "a page never repeats markup from the target",
		Level: check.Article,
		Needs: []string{"listing-escapes", "next-client"},
		Why:   "a link to your server must not run a stranger's script in your pages (cgi.escape in list_directory and send_error)",
		Hint:  `write & < > " as &amp; &lt; &gt; &quot; wherever a page shows what was asked`,
		Try:   "curl 'http://127.0.0.1:8000/nothing<script>'",
		Run: func(t *check.T) {
			t.File("sub/f.txt", "hello\n")
			for _, target := range []string{"/?<script>alert(1)</script>", "/<script>alert(1)</script>", "/%3Cscript%3Ealert(1)%3C/script%3E", "/sub/?x=<script>"} {
				r := http1.Get(t, target)
				if strings.Contains(strings.ToLower(r.Body), "<script>") {
					r.FailBody("<script>", "wanted it escaped: &lt;script&gt;")
				}
			}
		},
	},
}

// entry is a link of a listing.
type entry struct {
	name   string // as shown
	target string // where it leads: a request's target
}

var (
	anchor = regexp.MustCompile(`(?is)<a\s[^>]*?href\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)[^>]*>(.*?)</a>`)
	tag    = regexp.MustCompile(`<[^>]*>`)
)

// entries returns the links of the listing of directory that lead to what lies
// directly in it, in their order.
func entries(t *check.T, r *http1.Response, directory string) []entry {
	base, err := url.Parse("http://" + t.Addr() + directory)
	t.Must(err)
	var found []entry
	for _, match := range anchor.FindAllStringSubmatch(r.Body, -1) {
		link := html.UnescapeString(strings.Trim(match[1], `"'`))
		where, err := base.Parse(strings.TrimSpace(link))
		if err != nil {
			r.FailBody(match[1], "wanted a link, but %v", err)
		}
		rest, inside := strings.CutPrefix(where.EscapedPath(), directory)
		if inner := strings.TrimSuffix(rest, "/"); where.Host != base.Host || !inside || inner == "" || strings.Contains(inner, "/") {
			if name := html.UnescapeString(tag.ReplaceAllString(match[2], "")); strings.Contains(name, "alert") {
				r.FailBody(match[1], "wanted a link to a file of this directory")
			}
			continue
		}
		found = append(found, entry{html.UnescapeString(tag.ReplaceAllString(match[2], "")), where.RequestURI()})
	}
	return found
}

// wantNames wants each of these names shown in the listing of directory.
func wantNames(t *check.T, r *http1.Response, directory string, names ...string) {
	shown := entries(t, r, directory)
	for _, name := range names {
		if !slices.ContainsFunc(shown, func(e entry) bool { return e.name == name }) {
			r.FailBody("", "wanted a link that shows %q", name)
		}
	}
}

// roundTrip makes a file of each name and follows each link of the listing.
func roundTrip(t *check.T, names []string) {
	for _, name := range names {
		t.File(name, "I am "+name)
	}
	r := http1.Get(t, "/").WantStatus(200)
	shown := entries(t, r, "/")
	if len(shown) < len(names) {
		r.FailBody("", "wanted %d links, one for each file; there are %d", len(names), len(shown))
	}
	t.Fold("%d files are listed", len(names))
	missing := slices.Clone(names)
	for _, e := range shown {
		t.Note("the listing shows %q and links to %s", e.name, e.target)
		answer := http1.Get(t, e.target).WantStatus(200)
		at := slices.Index(missing, strings.TrimPrefix(answer.Body, "I am "))
		if at < 0 {
			answer.FailBody("", "wanted the bytes of %q", e.name)
		}
		missing = slices.Delete(missing, at, at+1)
		t.Fold("%d of %d links lead to their files", len(names)-len(missing), len(names))
	}
}

// again gives the file old, which is empty, a further name: a thousand files would take
// the disk longer than all else takes. Where a file has one name only, or that many and
// no more, there is a new one.
func again(t *check.T, old, name string) {
	if os.Link(filepath.Join(t.Dir(), filepath.FromSlash(old)), filepath.Join(t.Dir(), filepath.FromSlash(name))) != nil {
		t.File(name, "")
	}
}
