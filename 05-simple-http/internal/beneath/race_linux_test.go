package beneath_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

const swaps = 10_000

// Whatever is swapped for a link that leaves the directory, and however often,
// no byte from outside is ever sent.
func TestSwappedForALink(t *testing.T) {
	for _, c := range []struct {
		name          string
		files         map[string]string
		link, swapped string // the link, and what changes places with it
		target, goal  string // where the link leads, and what is asked for
	}{
		{"a file", map[string]string{"f": "inside"}, "link", "f", "../secret/f", "/f"},
		{"a directory", map[string]string{"d/f": "inside"}, "link", "d", "../secret", "/d/f"},
		{"a directory above", map[string]string{"a/b/c/f": "inside", "../secret/b/c/f": "outside"}, "link", "a", "../secret", "/a/b/c/f"},
		{"an index", map[string]string{"d/index.html": "inside"}, "link", "d/index.html", "../../secret/f", "/d/"},
	} {
		for _, way := range []string{"kept", "plain", "portable"} {
			t.Run(c.name+", "+way, func(t *testing.T) {
				open := ways[way]
				if way == "kept" {
					open = keepingAtOnce(t)
				}
				c.files["../secret/f"] = "outside"
				s := sitetest.ServeRoot(t, c.files, "HTTP/1.1", func(path string) (*beneath.Root, error) { return open(path, false) })
				require.NoError(t, os.Symlink(c.target, s.Path(c.link)))
				race(t, s, c.goal, func() error {
					return unix.Renameat2(unix.AT_FDCWD, s.Path(c.link), unix.AT_FDCWD, s.Path(c.swapped), unix.RENAME_EXCHANGE)
				})
			})
		}
	}
}

// keepingAtOnce opens a root that keeps files, however new.
func keepingAtOnce(t *testing.T) func(path string, followSymlinks bool) (*beneath.Root, error) {
	return func(path string, followSymlinks bool) (*beneath.Root, error) {
		root, err := beneath.OpenRoot(path, followSymlinks)
		if err == nil {
			root.KeepAtOnce(t)
		}
		return root, err
	}
}

// tally counts what those who ask were answered.
type tally struct{ inside, missing atomic.Int64 }

func (n *tally) both() bool { return n.inside.Load() > 0 && n.missing.Load() > 0 }

// race asks for goal on two connections while swap is called again and again,
// for longer than usual where the two got no time to ask.
func race(t *testing.T, s *sitetest.Site, goal string, swap func() error) {
	t.Helper()
	var stop atomic.Bool
	var answers tally
	ended := make(chan error)
	for range 2 {
		go func() {
			err := askUntil(t, s, goal, &stop, &answers)
			stop.Store(true)
			ended <- err
		}()
	}
	patience := time.Now().Add(time.Minute)
	for i := 0; !stop.Load() && (i < swaps || !answers.both() && time.Now().Before(patience)); i++ {
		if !assert.NoError(t, swap()) {
			break
		}
	}
	stop.Store(true)
	for range 2 {
		assert.NoError(t, <-ended)
	}
	t.Logf("%d times inside, %d times 404", answers.inside.Load(), answers.missing.Load())
	assert.True(t, answers.both(), "nothing was raced for")
}

// askUntil asks for goal on one connection after the other, since errors end
// theirs, and counts the answers.
func askUntil(t *testing.T, s *sitetest.Site, goal string, stop *atomic.Bool, answers *tally) error {
	for !stop.Load() {
		conn := s.Dial(t)
		reader := bufio.NewReader(conn)
		for open := true; open && !stop.Load(); {
			fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", goal)
			response, err := http.ReadResponse(reader, nil)
			if err != nil {
				return err
			}
			body, err := io.ReadAll(response.Body)
			switch {
			case err != nil:
				return err
			case response.StatusCode == 404:
				answers.missing.Add(1)
			case response.StatusCode == 200 && string(body) == "inside":
				answers.inside.Add(1)
			default:
				return fmt.Errorf("%s and %q", response.Status, body)
			}
			open = !response.Close
		}
		conn.Close()
	}
	return nil
}
