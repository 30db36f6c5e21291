package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestHeadersOfTheCommandLine(t *testing.T) {
	o := parseOptions([]string{
		"-H", "Access-Control-Allow-Origin: *", "9000", "--header", "X-Two", "2", "-header=X-Three:3", "-H", "X-Empty:", "-d", "H",
		"-H", "Cache-Control", "max-age=60",
	})
	assert.Equal(t, headerList{
		{Name: "Access-Control-Allow-Origin", Value: "*"}, {Name: "X-Two", Value: "2"}, {Name: "X-Three", Value: "3"}, {Name: "X-Empty", Value: ""},
		{Name: "Cache-Control", Value: "max-age=60"},
	}, o.headers)
	assert.Equal(t, 9000, o.port)
	assert.Equal(t, "H", o.directory)
}

// Who is told how to share is whom nobody else can reach.
func TestIsLocal(t *testing.T) {
	for bind, local := range map[string]bool{
		"127.0.0.1": true, "127.9.9.9": true, "::1": true, "[::1]": true, "localhost": true,
		"0.0.0.0": false, "::": false, "[::]": false, "": false, "192.0.2.1": false, "example.test": false,
	} {
		assert.Equal(t, local, parseOptions([]string{"-bind", bind}).isLocal(), bind)
	}
}

// What would break a response is refused, in one line and with status 2.
func TestBadUsage(t *testing.T) {
	directory := t.TempDir()
	junk := filepath.Join(directory, "junk.pem")
	require.NoError(t, os.WriteFile(junk, []byte("no certificate"), 0o600))
	for _, c := range []struct {
		status int
		says   string
		args   []string
	}{
		{2, "Content-Length is for the server itself to say", []string{"-H", "Content-Length: 5"}},
		{2, "transfer-encoding is for the server itself to say", []string{"-H", "transfer-encoding", "chunked"}},
		{2, "Connection is for the server itself to say", []string{"-header", "Connection: close"}},
		{2, "Content-Type is for the server itself to say", []string{"-H", "Content-Type: text/html"}},
		{2, "want 'Name: value' in one line", []string{"-H", "no colon"}},
		{2, "want 'Name: value' in one line", []string{"-H", "X-A: 1\r\nContent-Length: 0"}},
		{2, "want 'Name: value' in one line", []string{"-H", "X A: 1"}},
		{2, "want 'Name: value' in one line", []string{"-H", ": 1"}},
		{2, "want 'Name: value' in one line", []string{"-H", "X-A", "1\n2"}},
		{2, "want 'Name: value' in one line", []string{"-H"}}, // which takes the port for it
		{2, "not a media type", []string{"-content-type", "text/plain\r\nX: y"}},
		{2, "not a media type", []string{"-content-type", " "}},
		{1, "-tls-key is of no use without -tls-cert", []string{"-tls-key", junk}},
		{1, "nowhere.pem: ", []string{"-tls-cert", "nowhere.pem"}},
		{1, "failed to find any PEM data", []string{"-tls-cert", junk}},
		{1, "cannot serve nowhere: ", []string{"-d", "nowhere"}},
	} {
		cmd := stagetest.Self(append(c.args, "0")...)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		failed := new(exec.ExitError)
		require.True(t, errors.As(cmd.Run(), &failed), "%q", c.args)
		assert.Equal(t, c.status, failed.ExitCode(), "%q", c.args)
		assert.Contains(t, stderr.String(), c.says, "%q", c.args)
		assert.Equal(t, 1, bytes.Count(stderr.Bytes(), []byte("\n")), "one line: %s", stderr.String())
		assert.Empty(t, stdout.String())
	}
}

// Every header that a response of this server has by itself is refused.
func TestOwnHeadersAreComplete(t *testing.T) {
	for _, line := range []string{
		"Server: x", "Date: x", "Content-type: x", "Last-Modified: x", "ETag: x", "Accept-Ranges: x", "Content-Range: x",
		"Content-Encoding: x", "Location: x", "Allow: x", "Keep-Alive: x", "Upgrade: x", "Trailer: x", "TE: x",
	} {
		assert.Error(t, new(headerList).Set(line), line)
	}
	for _, line := range []string{
		"Cache-Control: no-store", "Access-Control-Allow-Origin: *", "Cross-Origin-Opener-Policy: same-origin", "Set-Cookie: a=b",
		"Content-Security-Policy: default-src 'self'",
	} {
		assert.NoError(t, new(headerList).Set(line), line)
	}
}
