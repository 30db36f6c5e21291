// Package browser looks at what the servers show with a real browser, headless
// Chromium: pages that fit a phone, text that can be read by day and by night,
// links that the keyboard reaches, and names that lead to their bytes.
//
// It is a module of its own, and not in go.work, so that nobody who learns or
// teaches needs to fetch what drives a browser. Run it in this folder:
//
//	GOWORK=off go test .
//	SCREENSHOTS=DIR GOWORK=off go test .
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// view is a kind of screen.
type view struct {
	name   string
	width  int64 // CSS pixels
	phone  bool
	scheme string // of prefers-color-scheme
}

var views = []view{
	{"phone-light", 360, true, "light"},
	{"phone-dark", 360, true, "dark"},
	{"desktop-light", 1280, false, "light"},
	{"desktop-dark", 1280, false, "dark"},
}

const (
	viewHeight   = 800
	pageDeadline = 90 * time.Second // for one test's work in the browser
)

// tab is one tab of the browser and what it complained about.
type tab struct {
	ctx       context.Context
	downloads string // the folder that downloads go to
	mutex     sync.Mutex
	errors    []string
}

// chromium returns the browser's path; without one the test is skipped.
func chromium(t *testing.T) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no chromium, chromium-browser or google-chrome in PATH")
	return ""
}

// newTab starts a browser that goes to no address but those it is given.
func newTab(t *testing.T, more ...chromedp.ExecAllocatorOption) *tab {
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), append([]chromedp.ExecAllocatorOption{
		chromedp.ExecPath(chromium(t)),
		chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("hide-scrollbars", true),
	}, more...)...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	tb := &tab{ctx: ctx, downloads: t.TempDir()}
	chromedp.ListenTarget(ctx, tb.listen)
	tb.run(t, log.Enable(), runtime.Enable(), browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllowAndName).
		WithDownloadPath(tb.downloads).WithEventsEnabled(true))
	return tb
}

func (tb *tab) listen(event any) {
	tb.mutex.Lock()
	defer tb.mutex.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		// That a browser asks for an icon is no fault of the page.
		if e.Entry.Level == log.LevelError && !strings.HasSuffix(e.Entry.URL, "/favicon.ico") {
			tb.errors = append(tb.errors, e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		tb.errors = append(tb.errors, e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError {
			tb.errors = append(tb.errors, fmt.Sprint("console.error ", e.Args))
		}
	case *page.EventJavascriptDialogOpening:
		tb.errors = append(tb.errors, "a script runs: dialog "+e.Message)
	}
}

// complaints returns what the browser's console has shown and forgets it.
func (tb *tab) complaints() []string {
	tb.mutex.Lock()
	defer tb.mutex.Unlock()
	errors := tb.errors
	tb.errors = nil
	return errors
}

// run does actions within the deadline.
func (tb *tab) run(t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	// The first run starts the browser, whose life must not end with the deadline.
	if chromedp.FromContext(tb.ctx).Target == nil {
		require.NoError(t, chromedp.Run(tb.ctx))
	}
	ctx, cancel := context.WithTimeout(tb.ctx, pageDeadline)
	defer cancel()
	require.NoError(t, chromedp.Run(ctx, actions...))
}

// look gives the tab the view's screen and opens url on it.
func (tb *tab) look(t *testing.T, v view, url string) {
	t.Helper()
	tb.run(t,
		emulation.SetDeviceMetricsOverride(v.width, viewHeight, 1, v.phone),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}}),
		chromedp.Navigate(url))
}

// ask evaluates JavaScript in the page, which does not allow a page's own
// scripts anything.
func ask[T any](t *testing.T, tb *tab, script string) T {
	t.Helper()
	var answer T
	tb.run(t, chromedp.Evaluate(script, &answer, awaited))
	return answer
}

// awaited has a promise's value returned.
func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// screenshot saves the whole page where SCREENSHOTS says.
func (tb *tab) screenshot(t *testing.T, name string) {
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		return
	}
	var picture []byte
	tb.run(t, chromedp.FullScreenshot(&picture, 100))
	require.NoError(t, os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644))
}
