package parity

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/04-base-http/socketserver"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const deviationsFile = "DEVIATIONS.md"

// TestParity replays every recorded request against our server and compares
// the answers. What differs must be in DEVIATIONS.md, and what is there must
// differ.
func TestParity(t *testing.T) {
	root := plant(t)
	if *record {
		recordAll(t, root)
	}
	recorded := readRecorded(t)
	deviations := readDeviations(t)
	address := serve(t, root)
	require.Len(t, recorded, len(requests()), "record again")
	for _, r := range requests() {
		t.Run(r.name, func(t *testing.T) {
			was := recorded[r.name]
			require.Equal(t, r.bytes, string(was.request), "record again")
			found := differences(string(was.answer), string(ask(t, address, r)))
			for _, difference := range found {
				if reason := deviations.take(r.name, difference); reason == "" {
					t.Errorf("a difference that %s does not list:\n| %s | %s | why |", deviationsFile, r.name, escapeCell(difference))
				}
			}
		})
	}
	if !t.Failed() {
		for _, row := range deviations {
			for _, name := range row.names {
				assert.Contains(t, row.taken, name, "listed in %s, but no longer so: %s", deviationsFile, row.difference)
			}
		}
	}
}

// serve starts our server as the command does with -protocol HTTP/1.0.
func serve(t *testing.T, directory string) (address string) {
	t.Helper()
	root, err := simplehttp.OpenRoot(directory, false)
	require.NoError(t, err)
	server, err := basehttp.NewHTTPServer("127.0.0.1:0", simplehttp.Class(root))
	require.NoError(t, err)
	server.Log = io.Discard
	server.ProtocolVersion = "HTTP/1.0"
	socketserver.ThreadingMixIn(&server.TCPServer)
	done := make(chan error, 1)
	go func() { done <- server.ServeForever() }()
	t.Cleanup(func() {
		server.Shutdown()
		assert.NoError(t, <-done)
		root.Close()
	})
	return server.ServerAddress().String()
}

// A deviation is one row of the table: a difference, and the requests that
// have it.
type deviation struct {
	names      []string
	difference string
	reason     string
	taken      map[string]bool
}

type deviations []*deviation

// take returns the reason for a difference in one request's answers.
func (d deviations) take(name, difference string) (reason string) {
	for _, row := range d {
		for _, n := range row.names {
			if n == name && row.difference == difference {
				row.taken[name] = true
				return row.reason
			}
		}
	}
	return ""
}

// readDeviations reads the table: three cells a row, the first with names of
// requests.
func readDeviations(t *testing.T) (all deviations) {
	t.Helper()
	content, err := os.ReadFile(deviationsFile)
	require.NoError(t, err)
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| request |") {
			continue
		}
		cells := strings.Split(strings.ReplaceAll(strings.Trim(line, "| "), `\|`, "\x00"), " | ")
		require.Len(t, cells, 3, "three cells: %s", line)
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], "\x00", "|")
		}
		require.NotEmpty(t, cells[2], "a reason: %s", line)
		all = append(all, &deviation{strings.Fields(cells[0]), strings.Trim(cells[1], "`"), cells[2], map[string]bool{}})
	}
	return all
}

// escapeCell is a difference as the table has it.
func escapeCell(difference string) string {
	return fmt.Sprintf("`%s`", strings.ReplaceAll(difference, "|", `\|`))
}
