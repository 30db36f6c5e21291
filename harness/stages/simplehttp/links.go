package simplehttp

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// symbolicLinksChecks are about links within the served directory and out of
// it.
var symbolicLinksChecks = []check.Check{
	{
		Name:  "listing-links-marked",
		Title: "a symbolic link in a listing has an @ behind its name",
		Level: check.Article,
		Needs: []string{"listing-slash"},
		Why:   "one sees that it is one; to a directory it shows @ and links with a slash (os.path.islink in list_directory)",
		Hint:  "ask for the entry itself, not for what it points to",
		Try:   "ln -s hello.txt link; curl http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			t.File("hello.txt", "hello\n")
			t.File("sub/f.txt", "sub\n")
			link(t, "hello.txt", "link.txt")
			link(t, "sub", "linkdir")
			r := http1.Get(t, "/").WantStatus(200)
			wantNames(t, r, "/", "hello.txt", "link.txt@", "linkdir@")
			for _, e := range entries(t, r, "/") {
				if e.name == "linkdir@" && e.target != "/linkdir/" {
					r.FailBody("linkdir", "wanted its link to end in a slash, it leads to %s", e.target)
				}
			}
		},
	},
	{
		Name:  "link-inside",
		Title: "a symbolic link to a file or directory of the same tree is followed",
		Level: check.Article,
		Needs: []string{"redirect"},
		Why:   "open follows links; the reader need not know",
		Hint:  "nothing to do, unless you refuse links altogether",
		Try:   "ln -s hello.txt link; curl http://127.0.0.1:8000/link",
		Run: func(t *check.T) {
			t.File("hello.txt", "hello\n")
			t.File("sub/f.txt", "sub\n")
			link(t, "hello.txt", "link.txt")
			link(t, "sub", "linkdir")
			http1.Get(t, "/link.txt").WantStatus(200).WantBody("hello\n")
			http1.Get(t, "/linkdir/f.txt").WantStatus(200).WantBody("sub\n")
			redirected(t, "/linkdir", "/linkdir/")
		},
	},
	{
		Name:  "link-loop",
		Title: "a symbolic link to itself is answered with 404",
		Level: check.Article,
		Needs: []string{"listing", "not-found"},
		Why:   "open fails with ELOOP; a listing with such a name in it must still be made (except IOError)",
		Hint:  "an error about one name is no error of the page",
		Try:   "ln -s loop loop; curl -i http://127.0.0.1:8000/loop",
		Run: func(t *check.T) {
			t.File("hello.txt", "hello\n")
			link(t, "loop", "loop")
			link(t, "nothing", "broken")
			http1.Get(t, "/loop").WantStatus(404)
			http1.Get(t, "/broken").WantStatus(404)
			wantNames(t, http1.Get(t, "/").WantStatus(200), "/", "hello.txt")
		},
	},
	{
		Name:  "link-outside",
		Title: "a symbolic link out of the served directory is not followed",
		Level: check.Beyond,
		Needs: []string{"not-found"},
		Why:   "one careless link publishes the whole machine (CPython follows it; ours does with -follow-symlinks)",
		Hint:  "open beneath the directory: openat2 with RESOLVE_BENEATH, os.Root in Go; checking the path first and opening it later is a race",
		Try:   "ln -s /etc etc; curl -i http://127.0.0.1:8000/etc/passwd",
		Run: func(t *check.T) {
			outside, secret := t.Dir()+"_outside", "secret-"+t.Letters(12)
			defer os.RemoveAll(outside)
			t.Must(os.Mkdir(outside, 0o755))
			t.Must(os.WriteFile(filepath.Join(outside, "secret.txt"), []byte(secret), 0o644))
			t.File("sub/f.txt", "sub\n")
			link(t, filepath.Join(outside, "secret.txt"), "absolute.txt")
			link(t, filepath.Join("..", filepath.Base(outside), "secret.txt"), "relative.txt")
			link(t, outside, "absolute")
			link(t, filepath.Join("..", "..", filepath.Base(outside)), "sub/relative")
			http1.Each(t, []string{"/absolute.txt", "/relative.txt", "/absolute/secret.txt", "/absolute/", "/sub/relative/secret.txt"}, func(target string) {
				http1.Get(t, target).WantStatus(404, 403)
			})
		},
	},
}

// link makes a symbolic link called name in the served directory.
func link(t *check.T, to, name string) {
	path := filepath.Join(t.Dir(), filepath.FromSlash(name))
	if err := os.Symlink(to, path); err != nil {
		t.Skip("no symbolic link can be made here: %v", err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Skip("no symbolic link can be made here: %s is none", name)
	}
	// Where the check's folders lie is another place in each run.
	t.Note("%s is a link to %s", name, strings.Replace(to, filepath.Dir(t.Dir()), "…", 1))
}

// possible returns those of names under which this system keeps a file. Windows
// refuses some characters, drops a last dot or blank, and finds a stream of
// another file behind a colon; macOS refuses bytes that are no UTF-8.
func possible(t *check.T, names ...string) []string {
	probe, err := os.MkdirTemp("", "names-")
	t.Must(err)
	defer os.RemoveAll(probe)
	return slices.DeleteFunc(names, func(name string) bool {
		if runtime.GOOS == "windows" && strings.Contains(name, ":") {
			return true
		}
		folder, err := os.MkdirTemp(probe, "")
		t.Must(err)
		if os.WriteFile(filepath.Join(folder, name), nil, 0o644) != nil {
			return true
		}
		entries, err := os.ReadDir(folder)
		return err != nil || len(entries) != 1 || entries[0].Name() != name
	})
}
