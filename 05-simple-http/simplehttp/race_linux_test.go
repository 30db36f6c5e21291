package simplehttp_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"testing"

	"example.com/socket-tutorial/05-simple-http/simplehttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

const swaps = 10_000

// Case 65: whatever is swapped for a link that leaves the directory, and
// however often, no byte from outside is ever sent.
func Test65SwappedForALink(t *testing.T) {
	for _, c := range []struct {
		name          string
		files         map[string]string
		link, swapped string // the link, and what changes places with it
		target, goal  string // where the link leads, and what is asked for
		kept          bool   // its contents are kept, however new
		portable      bool   // with the standard library alone
	}{
		{name: "a file", files: map[string]string{"f": "inside"}, link: "link", swapped: "f", target: "../secret/f", goal: "/f"},
		{name: "a kept file", files: map[string]string{"f": "inside"}, link: "link", swapped: "f", target: "../secret/f", goal: "/f", kept: true},
		{name: "a directory above a kept file", files: map[string]string{"a/b/c/f": "inside", "../secret/b/c/f": "outside"}, link: "link", swapped: "a", target: "../secret", goal: "/a/b/c/f", kept: true},
		{name: "a directory", files: map[string]string{"d/f": "inside"}, link: "link", swapped: "d", target: "../secret", goal: "/d/f"},
		{name: "a directory above", files: map[string]string{"a/b/c/f": "inside", "../secret/b/c/f": "outside"}, link: "link", swapped: "a", target: "../secret", goal: "/a/b/c/f"},
		{name: "a file, portable", files: map[string]string{"f": "inside"}, link: "link", swapped: "f", target: "../secret/f", goal: "/f", portable: true},
		{name: "a directory, portable", files: map[string]string{"d/f": "inside"}, link: "link", swapped: "d", target: "../secret", goal: "/d/f", portable: true},
		{name: "an index", files: map[string]string{"d/index.html": "inside"}, link: "link", swapped: "d/index.html", target: "../../secret/f", goal: "/d/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.files["../secret/f"] = "outside"
			open := simplehttp.OpenRoot
			if c.portable {
				open = simplehttp.OpenPortableRoot
			}
			s := serveRoot(t, c.files, "HTTP/1.1", func(path string) (*simplehttp.Root, error) { return open(path, false) })
			if c.kept {
				s.root.KeepAtOnce()
			}
			require.NoError(t, os.Symlink(c.target, s.path(c.link)))
			race(t, s, c.goal, func() error {
				return unix.Renameat2(unix.AT_FDCWD, s.path(c.link), unix.AT_FDCWD, s.path(c.swapped), unix.RENAME_EXCHANGE)
			})
		})
	}
}

// race asks for goal on two connections while swap is called again and again.
func race(t *testing.T, s *site, goal string, swap func() error) {
	t.Helper()
	var stop atomic.Bool
	type tally struct {
		inside, missing int
		err             error
	}
	results := make(chan tally)
	for range 2 {
		go func() {
			var n tally
			n.inside, n.missing, n.err = askUntil(t, s, goal, &stop)
			results <- n
		}()
	}
	for range swaps {
		if !assert.NoError(t, swap()) {
			break
		}
	}
	stop.Store(true)
	var total tally
	for range 2 {
		n := <-results
		require.NoError(t, n.err)
		total.inside += n.inside
		total.missing += n.missing
	}
	t.Logf("%d swaps: %d times inside, %d times 404", swaps, total.inside, total.missing)
	assert.Positive(t, total.inside)
	assert.Positive(t, total.missing)
}

// askUntil asks for goal on one connection after the other, since errors end
// theirs, and counts the answers.
func askUntil(t *testing.T, s *site, goal string, stop *atomic.Bool) (inside, missing int, err error) {
	for !stop.Load() {
		conn := s.dial(t)
		reader := bufio.NewReader(conn)
		for open := true; open && !stop.Load(); {
			fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", goal)
			response, err := http.ReadResponse(reader, nil)
			if err != nil {
				return 0, 0, err
			}
			body, err := io.ReadAll(response.Body)
			switch {
			case err != nil:
				return 0, 0, err
			case response.StatusCode == 404:
				missing++
			case response.StatusCode == 200 && string(body) == "inside":
				inside++
			default:
				return 0, 0, fmt.Errorf("%s and %q", response.Status, body)
			}
			open = !response.Close
		}
		conn.Close()
	}
	return inside, missing, nil
}
