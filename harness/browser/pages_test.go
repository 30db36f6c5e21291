package browser

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile names are links that a careless listing breaks, or that break it.
var hostile = []string{
	"<img src=x onerror=alert(1)>.txt", `"q" onmouseover="alert(1)".txt`, "\"><script>alert(1)<", "&amp;.txt", "it's.txt",
	"javascript:alert(1)", "C:evil", "http:", "mailto:a@b",
	"?query.txt", "#fragment.txt", "%41.txt", "%", "%zz.txt", "a;b,c=d+e.txt", "a b.txt", " leading.txt", "trailing ",
	"back\\slash.txt", "\\\\host", "new\nline.txt", "tab\there.txt", "return\rhere.txt", "\x1b[31m.txt",
	"..evil", "...", "~", "-rf", ".hidden", "$(reboot)", "`id`", "*", "|",
	"中文 文件.txt", "课程《套接字》.md", "émoji 🎉.txt", "e\u0301.txt", "\u202etxt.exe", "\u200b", "עברית.txt",
	"\xff\xfe.txt", "caf\xe9.txt",
	strings.Repeat("long", 63), "长" + strings.Repeat("名", 83),
}

// awkwardTree makes a file of each hostile name; its text is its own.
func awkwardTree(t *testing.T) (folder string, contents map[string]string) {
	folder, contents = t.TempDir(), map[string]string{}
	for i, name := range hostile {
		content := "the bytes of file " + strconv.Itoa(i) + "."
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			require.NotEqual(t, "linux", runtime.GOOS, "%v", err)
			continue // other systems do not allow every name
		}
		contents[name] = content
	}
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "folder 文件夹?", "deeper"), 0o755))
	require.NoError(t, os.Symlink("a b.txt", filepath.Join(folder, "a link")))
	return folder, contents
}

func TestListing(t *testing.T) {
	tb := newTab(t)
	folder, contents := awkwardTree(t)
	root := serve(t, "05-simple-http", "-directory", folder)
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			tb.look(t, v, root)
			assert.Len(t, ask[[]string](t, tb, `[...document.querySelectorAll("td a")].map(a => a.textContent)`), len(contents)+2)
			requireReadable(t, tb)
			requireKeyboard(t, tb)
			tb.screenshot(t, "listing-"+v.name)
		})
		t.Run(v.name+"-folder", func(t *testing.T) {
			tb.look(t, v, root+"folder%20%E6%96%87%E4%BB%B6%E5%A4%B9%3F/")
			requireReadable(t, tb)
			requireKeyboard(t, tb)
			tb.screenshot(t, "folder-"+v.name)
		})
	}
}

// On paper there are names, sizes and dates, in black on white.
func TestPrintedListing(t *testing.T) {
	tb := newTab(t)
	folder, contents := awkwardTree(t)
	root := serve(t, "05-simple-http", "-directory", folder)
	tb.look(t, views[3], root+"folder%20%E6%96%87%E4%BB%B6%E5%A4%B9%3F/")
	tb.run(t, emulation.SetEmulatedMedia().WithMedia("print"))
	assert.Equal(t, "none", ask[string](t, tb, `getComputedStyle(document.querySelector(".way")).display`), "no way up on paper")
	tb.run(t, chromedp.Navigate(root))
	requireReadable(t, tb)
	assert.Equal(t, "rgb(255, 255, 255)", ask[string](t, tb, `getComputedStyle(document.body).backgroundColor`))
	assert.Len(t, ask[[]string](t, tb, `[...document.querySelectorAll("td a")].map(a => a.textContent)`), len(contents)+2)
	tb.screenshot(t, "listing-paper")
}

// A click on a column's name sorts by it, and a second one the other way round.
func TestSorting(t *testing.T) {
	tb := newTab(t)
	folder := t.TempDir()
	for name, size := range map[string]int{"a": 1, "b": 3, "c": 2} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(strings.Repeat("x", size)), 0o644))
	}
	tb.look(t, views[0], serve(t, "05-simple-http", "-directory", folder))
	shown := func(want string) {
		t.Helper()
		require.Eventually(t, func() bool {
			return ask[string](t, tb, `[...document.querySelectorAll("td a")].map(a => a.textContent).join("")`) == want
		}, 30*time.Second, 20*time.Millisecond, want)
	}
	shown("abc")
	tb.run(t, chromedp.Click(`th:nth-child(2) a`, chromedp.ByQuery))
	shown("bca")
	assert.Equal(t, "descending", ask[string](t, tb, `document.querySelector("[aria-sort]").getAttribute("aria-sort")`))
	tb.run(t, chromedp.Click(`th:nth-child(2) a`, chromedp.ByQuery))
	shown("acb")
	tb.run(t, chromedp.Click(`th:nth-child(1) a`, chromedp.ByQuery))
	shown("abc")
}

// What a thumb is to hit is 44 pixels high (WCAG 2.2, 2.5.5).
func TestThumbs(t *testing.T) {
	tb := newTab(t)
	folder := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "sub", "deeper"), 0o755))
	root := serve(t, "05-simple-http", "-directory", folder)
	for _, path := range []string{"sub/", "nope"} {
		tb.look(t, views[0], root+path)
		for _, height := range ask[[]float64](t, tb, `[...document.querySelectorAll(".way, td a, th a")].map(a => a.getBoundingClientRect().height)`) {
			assert.GreaterOrEqual(t, height, 44.0, path)
		}
	}
	tb.run(t, chromedp.Click(".way", chromedp.ByQuery))
	require.Eventually(t, func() bool { return ask[string](t, tb, "location.href") == root }, 30*time.Second, 20*time.Millisecond, "home from an error")
}

// Each name's link, clicked with a mouse, leads to that name's bytes, shown or
// downloaded, and stays on this server.
func TestHostileNames(t *testing.T) {
	tb := newTab(t)
	folder, contents := awkwardTree(t)
	root := serve(t, "05-simple-http", "-directory", folder)
	tb.look(t, views[2], root)
	paths := ask[[]string](t, tb, `[...document.querySelectorAll("td a")].map(a => a.href)`)
	met := map[string]bool{}
	for i, path := range paths {
		u, err := url.Parse(path)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(path, root), "%s leaves the server", path)
		want, isFile := contents[strings.TrimPrefix(u.Path, "/")]
		if !isFile {
			continue // the folder and the link
		}
		met[u.Path] = true
		t.Run(strconv.Quote(u.Path), func(t *testing.T) {
			tb.look(t, views[2], root)
			tb.click(t, i)
			require.Eventually(t, func() bool { return tb.arrived(t, want) }, 30*time.Second, 20*time.Millisecond,
				"a click leads to %q", want)
			assert.Empty(t, tb.complaints())
		})
	}
	assert.Len(t, met, len(contents), "every name has its link")
}

// click scrolls to a link of the listing and clicks where it is seen.
func (tb *tab) click(t *testing.T, i int) {
	t.Helper()
	at := ask[[]float64](t, tb, `(() => {
		const a = document.querySelectorAll("td a")[`+strconv.Itoa(i)+`];
		a.scrollIntoView({ block: "center", behavior: "instant" });
		const box = a.getClientRects()[0];
		return [box.x + Math.min(8, box.width / 2), box.y + box.height / 2];
	})()`)
	tb.run(t, chromedp.MouseClickXY(at[0], at[1]))
}

// arrived reports whether the page or the folder of downloads has just content.
// A download leaves it empty for the next.
func (tb *tab) arrived(t *testing.T, content string) bool {
	if tb.shows(content) {
		return true
	}
	files, err := os.ReadDir(tb.downloads)
	require.NoError(t, err)
	for _, file := range files {
		path := filepath.Join(tb.downloads, file.Name())
		text, err := os.ReadFile(path)
		if err == nil && string(text) == content {
			return os.Remove(path) == nil
		}
	}
	return false
}

func TestErrorPage(t *testing.T) {
	tb := newTab(t)
	root := serve(t, "05-simple-http", "-directory", t.TempDir())
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			tb.look(t, v, root+"nope%3Cscript%3Ealert(1)%3C/script%3E"+strings.Repeat("long", 60))
			assert.Contains(t, ask[string](t, tb, `document.documentElement.innerText + document.title`), "File not found")
			for _, c := range tb.complaints() { // the answer itself, as it should be
				assert.Contains(t, c, "404")
			}
			requireReadable(t, tb)
			tb.screenshot(t, "error-"+v.name)
		})
	}
}

func TestHelloPage(t *testing.T) {
	tb := newTab(t)
	root := serve(t, "06-custom-handler")
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			tb.look(t, v, root)
			assert.Equal(t, "hello world", strings.TrimSpace(ask[string](t, tb, `document.body.innerText`)))
			requireReadable(t, tb)
			tb.screenshot(t, "hello-"+v.name)
		})
	}
}

// A form, filled in and sent as a person does.
func TestApp(t *testing.T) {
	tb := newTab(t)
	root := serve(t, "06-custom-handler", "-app")
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			tb.look(t, v, root)
			requireReadable(t, tb)
			tb.run(t, chromedp.SendKeys("input", "小明 <b>&amp;</b>\r", chromedp.ByQuery))
			require.Eventually(t, func() bool {
				return tb.shows("hello 小明 <b>&amp;</b>")
			}, 30*time.Second, 20*time.Millisecond)
			requireReadable(t, tb)
			tb.screenshot(t, "app-"+v.name)
		})
	}
}

// shows reports whether the page is there and has a line of text.
func (tb *tab) shows(line string) bool {
	var text string
	// While a page is being left there is none to ask.
	err := chromedp.Run(tb.ctx, chromedp.Evaluate(`document.body?.innerText ?? ""`, &text))
	return err == nil && slices.Contains(strings.Split(strings.TrimSpace(text), "\n"), line)
}
