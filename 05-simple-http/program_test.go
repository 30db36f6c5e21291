package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

// start starts cmd, the program, and returns its first line and the address in
// it. The program ends with the test.
func start(t *testing.T, cmd *exec.Cmd) (line, address string) {
	t.Helper()
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	line, err = bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	found := regexp.MustCompile(`://(\S+)/\)`).FindStringSubmatch(line)
	require.NotNil(t, found, line)
	return line, found[1]
}

func write(t *testing.T, directory, name, content string) string {
	t.Helper()
	path := filepath.Join(directory, name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// makeCertificate makes a certificate for 127.0.0.1 and its key, and what trusts
// it.
func makeCertificate(t *testing.T) (certificate, key string, trust *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	packed, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	certificate = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}))
	key = string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: packed}))
	trust = x509.NewCertPool()
	require.True(t, trust.AppendCertsFromPEM([]byte(certificate)))
	return certificate, key, trust
}

// The same answers as without, on a net.Conn that encrypts.
func TestTLS(t *testing.T) {
	certificate, key, trust := makeCertificate(t)
	directory, keys := t.TempDir(), t.TempDir()
	content := strings.Repeat("0123456789", 100_000)
	write(t, directory, "f", content)
	for name, args := range map[string][]string{
		"two files": {"-tls-cert", write(t, keys, "cert.pem", certificate), "-tls-key", write(t, keys, "key.pem", key)},
		"one file":  {"-tls-cert", write(t, keys, "both.pem", key+certificate)},
	} {
		t.Run(name, func(t *testing.T) {
			line, address := start(t, stagetest.Self(append(args, "-d", directory, "0")...))
			assert.Regexp(t, `^Serving HTTPS on 127\.0\.0\.1 port (\d+) \(https://127\.0\.0\.1:(\d+)/\) \.\.\.\n$`, line)
			conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: trust, NextProtos: []string{"h2", "http/1.1"}})
			require.NoError(t, err)
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(30 * time.Second))
			assert.Equal(t, "http/1.1", conn.ConnectionState().NegotiatedProtocol)
			_, err = io.WriteString(conn, "GET /f HTTP/1.1\r\nHost: a\r\n\r\nGET /f HTTP/1.1\r\nHost: a\r\nRange: bytes=-5\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
			require.NoError(t, err)
			answers := bufio.NewReader(conn)
			for _, want := range []struct {
				status int
				body   string
			}{{200, content}, {206, "56789"}} {
				response, err := http.ReadResponse(answers, nil)
				require.NoError(t, err)
				body, err := io.ReadAll(response.Body)
				require.NoError(t, err)
				assert.Equal(t, want.status, response.StatusCode)
				assert.True(t, want.body == string(body), "%d bytes", len(body))
			}
			rest, err := io.ReadAll(answers)
			require.NoError(t, err, "the end is a close_notify, and no cut")
			assert.True(t, strings.HasPrefix(string(rest), "HTTP/1.1 404 "), "%.40q", rest)
		})
	}
}

// Whoever speaks plain HTTP to a port with TLS is told so, once in the log.
func TestPlainHTTPToTLS(t *testing.T) {
	certificate, key, _ := makeCertificate(t)
	program := stagetest.Self("-tls-cert", write(t, t.TempDir(), "both.pem", key+certificate), "-d", t.TempDir(), "0")
	log, err := program.StderrPipe()
	require.NoError(t, err)
	_, address := start(t, program)
	const head = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
	page := "This port speaks TLS: https://" + address + "/\n"
	for request, want := range map[string]string{
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n":                                        fmt.Sprintf(head, len(page)) + page,
		"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n":                                       fmt.Sprintf(head, len(page)),
		"GET /" + strings.Repeat("x", 60_000) + " HTTP/1.1\r\nHost: a\r\n\r\n":     fmt.Sprintf(head, len(page)) + page,
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n" + strings.Repeat("x", 60_000) + "\r\n": fmt.Sprintf(head, len(page)) + page,
	} {
		conn, err := net.Dial("tcp", address)
		require.NoError(t, err)
		conn.SetDeadline(time.Now().Add(30 * time.Second))
		_, err = io.WriteString(conn, request)
		require.NoError(t, err)
		answer, err := io.ReadAll(conn)
		require.NoError(t, err, "%.20q", request)
		assert.Equal(t, want, string(answer), "%.20q", request)
		conn.Close()
	}
	lines := bufio.NewReader(log)
	for range 4 {
		line, err := lines.ReadString('\n')
		require.NoError(t, err)
		assert.Regexp(t, `^127\.0\.0\.1:\d+: the client does not speak TLS, but this port does\n$`, line)
	}
}

// Fifty files and fifty clients, and 64 descriptors for all: what is kept is
// given up, and nobody waits for ever.
func TestFewDescriptors(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("files are kept on Linux alone")
	}
	directory := t.TempDir()
	content := strings.Repeat("x", 20_000)
	var last time.Time
	for i := range 50 {
		write(t, directory, fmt.Sprint(i), content)
		last = time.Now()
	}
	program := stagetest.Self("-d", directory, "0")
	program.Args = append([]string{"sh", "-c", `ulimit -n 64; exec "$0" "$@"`}, program.Args...)
	sh, err := exec.LookPath("sh")
	require.NoError(t, err)
	program.Path = sh
	_, address := start(t, program)
	get := func(i int) (net.Conn, string) {
		conn, err := net.Dial("tcp", address)
		require.NoError(t, err)
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		fmt.Fprintf(conn, "GET /%d HTTP/1.1\r\nHost: a\r\n\r\n", i)
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err, "client %d", i)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		assert.Len(t, body, len(content))
		return conn, response.Status
	}
	require.Eventually(t, func() bool { return time.Since(last) > 2500*time.Millisecond }, time.Minute, 50*time.Millisecond,
		"a file is kept when it was left alone")
	for range 2 {
		for i := range 50 {
			conn, status := get(i)
			require.Equal(t, "200 OK", status)
			conn.Close()
		}
	}
	for i := range 50 {
		conn, status := get(i)
		assert.Equal(t, "200 OK", status, "client %d", i)
		defer conn.Close()
	}
}
