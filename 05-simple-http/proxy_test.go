package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/loadtest"
	"example.com/socket-tutorial/harness/stagetest"
)

// Behind nginx as it comes, which asks in HTTP/1.0: a part is a part, and a
// download that broke off goes on.
func TestRangesThroughNginx(t *testing.T) {
	directory := t.TempDir()
	content := strings.Repeat("0123456789", 100_000)
	write(t, directory, "film", content)
	_, address := start(t, stagetest.Self("-d", directory, "0"))
	nginx := loadtest.StartNginx(t, "location / { proxy_pass http://"+address+"; }")
	if nginx == nil {
		t.Skip("no nginx in PATH")
	}
	conn, err := net.Dial("tcp", nginx.Addr)
	require.NoError(t, err)
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	fmt.Fprint(conn, "GET /film HTTP/1.1\r\nHost: a\r\nRange: bytes=999990-\r\nConnection: close\r\n\r\n")
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	assert.Equal(t, 206, response.StatusCode)
	assert.Equal(t, "bytes 999990-999999/1000000", response.Header.Get("Content-Range"))
	assert.Equal(t, "0123456789", string(body))

	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("no curl in PATH")
	}
	part := write(t, t.TempDir(), "part", content[:12345])
	out, err := exec.Command("curl", "-sS", "-C", "-", "-o", part, "http://"+nginx.Addr+"/film").CombinedOutput()
	require.NoError(t, err, "%s", out)
	whole, err := os.ReadFile(part)
	require.NoError(t, err)
	assert.True(t, content == string(whole), "%d bytes", len(whole))
}
