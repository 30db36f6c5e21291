package loadtest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// RoleVariable makes a test binary one of its servers: TestMain is to look it
// up, and to serve on the address that is the first argument.
const RoleVariable = "SOCKET_TUTORIAL_BENCH_ROLE"

// StartSelf starts this test binary again, as the server called role. The
// arguments follow the address.
func StartSelf(tb testing.TB, role string, args ...string) *Server {
	addr := FreeAddr(tb)
	self, err := os.Executable()
	require.NoError(tb, err)
	cmd := exec.Command(self, append([]string{addr}, args...)...)
	cmd.Env = append(os.Environ(), RoleVariable+"="+role)
	return Start(tb, role, addr, cmd)
}

// Logged gives a handler of net/http the access log that our servers have,
// buffered like theirs.
func Logged(handler http.Handler) http.Handler {
	var mu sync.Mutex
	accessLog := bufio.NewWriterSize(os.Stderr, 32<<10)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		handler.ServeHTTP(recorder, r)
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(accessLog, "%s - - [%s] \"%s %s %s\" %d -\n", host,
			time.Now().Format("02/Jan/2006 15:04:05"), r.Method, r.RequestURI, r.Proto, recorder.status)
	})
}

// statusRecorder keeps the status for the log and stays an io.ReaderFrom, so
// that net/http can still use sendfile.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *statusRecorder) ReadFrom(src io.Reader) (int64, error) {
	return io.Copy(r.ResponseWriter, src)
}
