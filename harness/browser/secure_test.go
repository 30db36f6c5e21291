package browser

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// workerPage needs what a browser gives to isolated pages alone: memory that is
// shared with a worker.
const workerPage = `<!DOCTYPE html><html lang="en"><title>worker</title><p>waiting</p><script>
const shared = new Int32Array(new SharedArrayBuffer(4));
const worker = new Worker("worker.js");
worker.onmessage = () => document.querySelector("p").textContent = "shared " + shared[0];
worker.postMessage(shared);
</script>`

// A page that needs COOP and COEP works with two headers on the command line.
func TestIsolatedPage(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "index.html"), []byte(workerPage), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "worker.js"), []byte(`onmessage = e => { e.data[0] = 42; postMessage(0) }`), 0o644))
	tb := newTab(t)
	root := serve(t, "05-simple-http", "-directory", folder,
		"-H", "Cross-Origin-Opener-Policy: same-origin", "-H", "Cross-Origin-Embedder-Policy", "require-corp")
	tb.look(t, views[2], root)
	assert.True(t, ask[bool](t, tb, `crossOriginIsolated`))
	require.Eventually(t, func() bool { return tb.shows("shared 42") }, 30*time.Second, 20*time.Millisecond)
	assert.Empty(t, tb.complaints())

	tb.look(t, views[2], serve(t, "05-simple-http", "-directory", folder))
	assert.False(t, ask[bool](t, tb, `crossOriginIsolated`), "without the headers there is none")
}

// The same pages over TLS, with a certificate that this browser was told of.
func TestPagesOverTLS(t *testing.T) {
	certificate, key, fingerprint := makeCertificate(t)
	tb := newTab(t, chromedp.Flag("ignore-certificate-errors-spki-list", fingerprint))
	folder, contents := awkwardTree(t)
	root := serve(t, "05-simple-http", "-directory", folder, "-tls-cert", certificate, "-tls-key", key)
	require.Regexp(t, `^https://127\.0\.0\.1:\d+/$`, root)
	tb.look(t, views[2], root)
	assert.Len(t, ask[[]string](t, tb, `[...document.querySelectorAll("td a")].map(a => a.textContent)`), len(contents)+2)
	assert.True(t, ask[bool](t, tb, `isSecureContext`))
	requireReadable(t, tb)
}

// makeCertificate makes a certificate for 127.0.0.1 in two files, and the hash
// of its public key by which a browser may trust it.
func makeCertificate(t *testing.T) (certificate, key, fingerprint string) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	packed, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	require.NoError(t, err)
	hash := sha256.Sum256(public)
	folder := t.TempDir()
	certificate, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	require.NoError(t, os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: packed}), 0o600))
	return certificate, key, base64.StdEncoding.EncodeToString(hash[:])
}

// Who edits a file and comes back to its page sees that file, and not what the
// browser has kept: not even when size and date are the same.
func TestEditedPageIsSeen(t *testing.T) {
	folder := t.TempDir()
	page := filepath.Join(folder, "index.html")
	saved := time.Date(2015, 6, 1, 11, 42, 33, 0, time.UTC)
	save := func(text string) {
		require.NoError(t, os.WriteFile(page, []byte(`<!DOCTYPE html><html lang="en"><title>page</title><p>`+text), 0o644))
		require.NoError(t, os.Chtimes(page, saved, saved))
	}
	tb := newTab(t)
	save("first")
	root := serve(t, "05-simple-http", "-directory", folder)
	for _, text := range []string{"first", "other", "third"} {
		save(text)
		for range 2 { // the second time from what is kept, after it has asked
			tb.look(t, views[2], root)
			require.Eventually(t, func() bool { return tb.shows(text) }, 30*time.Second, 20*time.Millisecond, text)
		}
	}
}
