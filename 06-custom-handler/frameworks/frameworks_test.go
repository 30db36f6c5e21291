// Package frameworks runs programs that others have written for net/http on the
// bridge of stage 06, and on net/http itself: routers with their middleware, a
// reverse proxy, event streams, compression, uploads. To their clients there
// must be no difference.
//
// It is a module of its own, and not in go.work, so that nobody who learns or
// teaches needs to fetch these programs. Run it in this folder:
//
//	GOWORK=off go test -race .
package frameworks

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/http/pprof"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/06-custom-handler/simpleserver"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode)
	gin.DefaultWriter, gin.DefaultErrorWriter = io.Discard, io.Discard
	middleware.DefaultLogger = middleware.RequestLogger(&middleware.DefaultLogFormatter{Logger: log.New(io.Discard, "", 0)})
	m.Run()
}

const headers = "Host: h\r\nAccept-Encoding: gzip\r\nUser-Agent: test\r\n"

func get(path string) string { return "GET " + path + " HTTP/1.1\r\n" + headers + "\r\n" }

func post(path, kind, body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\n%sContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", path, headers, kind, len(body), body)
}

func chunked(path, kind, body string) string {
	request := "POST " + path + " HTTP/1.1\r\n" + headers + "Content-Type: " + kind + "\r\nTransfer-Encoding: chunked\r\n\r\n"
	for len(body) > 0 {
		n := min(1000, len(body))
		request += fmt.Sprintf("%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return request + "0\r\n\r\n"
}

func newChi() http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.RequestID, middleware.RealIP, middleware.Logger, middleware.Recoverer, middleware.StripSlashes,
		middleware.Compress(5), middleware.Timeout(time.Second), middleware.Heartbeat("/ping"))
	r.Get("/hello/{name}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "hello %s", chi.URLParam(r, "name")) })
	r.Get("/long", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, strings.Repeat("0123456789", 10_000))
	})
	r.Get("/panic", func(w http.ResponseWriter, r *http.Request) { panic("as asked") })
	r.Get("/slow", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
	})
	r.With(middleware.BasicAuth("here", map[string]string{"a": "b"})).Get("/private", func(w http.ResponseWriter, r *http.Request) {})
	r.With(middleware.AllowContentType("text/plain"), middleware.ThrottleBacklog(1, 1, time.Second)).
		Post("/echo", func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
	r.Mount("/debug", middleware.Profiler())
	return r
}

func newGin() http.Handler {
	r := gin.New()
	r.Use(gin.Logger(), gin.Recovery())
	r.GET("/hello/:name", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"hello": c.Param("name")}) })
	r.GET("/text", func(c *gin.Context) { c.String(http.StatusTeapot, "short and stout") })
	r.GET("/away", func(c *gin.Context) { c.Redirect(http.StatusFound, "/text") })
	r.GET("/panic", func(c *gin.Context) { panic("as asked") })
	r.GET("/abort", func(c *gin.Context) { c.AbortWithStatusJSON(http.StatusForbidden, gin.H{"no": true}) })
	r.POST("/form", func(c *gin.Context) {
		c.SetCookie("name", c.PostForm("name"), 60, "/", "h", true, true)
		c.XML(http.StatusCreated, gin.H{"name": c.PostForm("name")})
	})
	r.GET("/events", func(c *gin.Context) {
		n := 0
		c.Stream(func(w io.Writer) bool {
			c.SSEvent("tick", n)
			n++
			return n < 3
		})
	})
	return r
}

// upload tells what it has received.
func upload(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(64 << 10); err != nil { // the rest goes to a file
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	n, err := io.Copy(io.Discard, file)
	fmt.Fprintf(w, "%s: %d of %d bytes, %v, %q", head.Filename, n, head.Size, err, r.FormValue("title"))
}

func form(t *testing.T, size int) (kind, body string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	require.NoError(t, w.SetBoundary("boundary"))
	require.NoError(t, w.WriteField("title", "你好"))
	part, err := w.CreateFormFile("file", "a b.bin")
	require.NoError(t, err)
	part.Write(bytes.Repeat([]byte("x"), size))
	require.NoError(t, w.Close())
	return w.FormDataContentType(), b.String()
}

// newProxy is a reverse proxy in front of a server of net/http, which echoes,
// hints, streams and adds trailers.
func newProxy(t *testing.T) http.Handler {
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/echo":
			io.Copy(w, r.Body)
		case "/early":
			http.Error(w, "enough", http.StatusRequestEntityTooLarge)
		case "/trailers":
			w.Header().Set("Trailer", "Sum")
			io.WriteString(w, "body")
			w.Header().Set("Sum", "42")
		case "/hints":
			w.Header().Set("Link", "</a.css>; rel=preload")
			w.WriteHeader(http.StatusEarlyHints)
			io.WriteString(w, "hinted")
		case "/nothing":
			w.WriteHeader(http.StatusNoContent)
		case "/broken":
			w.Header().Set("Content-Length", "10")
			io.WriteString(w, "half")
			http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		default:
			events(w, r)
		}
	}))
	backend.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(backend.Close)
	target, err := url.Parse(backend.URL)
	require.NoError(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorLog = log.New(io.Discard, "", 0)
	return proxy
}

func events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	for i := range 3 {
		fmt.Fprintf(w, "id: %d\ndata: %s\n\n", i, strings.Repeat("x", i*1500))
		w.(http.Flusher).Flush()
	}
}

func profiles() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

func TestNoDifferenceFromNetHTTP(t *testing.T) {
	kind, small := form(t, 100)
	_, large := form(t, 300_000)
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		io.WriteString(w, "too late")
	})
	fast := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "in time") })
	proxy := newProxy(t)
	for _, program := range []struct {
		name     string
		app      http.Handler
		requests []string
	}{
		{"chi", newChi(), []string{get("/hello/Wei"), get("/hello/Wei/"), get("/long"), get("/panic"), get("/slow"), get("/private"),
			get("/nowhere"), get("/ping"), post("/hello/Wei", "text/plain", "x"), post("/echo", "text/plain", "hello"),
			post("/echo", "text/html", "hello"), chunked("/echo", "text/plain", strings.Repeat("x", 5000)), get("/debug/pprof/cmdline"),
			strings.Replace(get("/long"), "GET", "HEAD", 1), strings.Replace(get("/long"), "GET", "OPTIONS", 1)}},
		{"gin", newGin(), []string{get("/hello/Wei"), get("/text"), get("/away"), get("/panic"), get("/abort"), get("/events"), get("/nowhere"),
			post("/form", "application/x-www-form-urlencoded", "name=W%C3%BC")}},
		{"ReverseProxy", proxy, []string{post("/echo", "text/plain", "hello"), post("/echo", "text/plain", strings.Repeat("x", 100_000)),
			chunked("/echo", "text/plain", strings.Repeat("x", 5000)), get("/trailers"), get("/hints"), get("/nothing"), get("/events"),
			post("/early", "text/plain", "hello"), get("/broken")}},
		{"event stream", http.HandlerFunc(events), []string{get("/")}},
		{"gzip", middleware.Compress(5, "text/plain")(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			io.WriteString(w, strings.Repeat("squeeze me ", 1000))
		})), []string{get("/"), strings.Replace(get("/"), "gzip", "identity", 1)}},
		{"pprof", profiles(), []string{get("/debug/pprof/"), get("/debug/pprof/cmdline"), get("/debug/pprof/symbol"), get("/debug/pprof/nothing")}},
		{"multipart", http.HandlerFunc(upload), []string{post("/", kind, small), post("/", kind, large), chunked("/", kind, large),
			post("/", kind, small[:50]), post("/", "text/plain", "x")}},
		{"TimeoutHandler, too slow", http.TimeoutHandler(slow, 50*time.Millisecond, "too slow"), []string{get("/"), post("/", "text/plain", "hello")}},
		{"TimeoutHandler, in time", http.TimeoutHandler(fast, time.Minute, "too slow"), []string{get("/"), post("/", "text/plain", "hello")}},
		{"MaxBytesHandler", http.MaxBytesHandler(http.HandlerFunc(upload), 1000), []string{post("/", kind, large), post("/", kind, small)}},
		{"FileServer", http.FileServer(http.Dir(".")), []string{get("/frameworks_test.go"), get("/nothing"), get("/"),
			strings.Replace(get("/go.mod"), "Host", "Range: bytes=2-5\r\nHost", 1), strings.Replace(get("/go.mod"), "GET", "HEAD", 1)}},
	} {
		t.Run(program.name, func(t *testing.T) {
			reference := httptest.NewUnstartedServer(program.app)
			reference.Config.ErrorLog = log.New(io.Discard, "", 0)
			reference.Start()
			defer reference.Close()
			ours := serve(t, program.app)
			for _, request := range program.requests {
				want := exchange(t, reference.Listener.Addr().String(), request)
				got := exchange(t, ours, request)
				assert.Equal(t, want, got, "%.200s", request)
			}
		})
	}
}

// The profile of a second is taken while the client waits; one who goes has it
// end early, which only a context that ends can tell.
func TestProfileEndsWithItsClient(t *testing.T) {
	ended := make(chan time.Duration, 1)
	address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		pprof.Profile(w, r)
		ended <- time.Since(started)
	}))
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	io.WriteString(conn, get("/debug/pprof/profile?seconds=20"))
	time.Sleep(100 * time.Millisecond) // any time in which it has begun
	conn.Close()
	assert.Less(t, <-ended, 10*time.Second)
}

func serve(t *testing.T, app http.Handler) (address string) {
	server, err := simpleserver.MakeServer("127.0.0.1:0", app)
	require.NoError(t, err)
	server.Log = io.Discard
	done := make(chan error)
	go func() { done <- server.ServeForever() }()
	t.Cleanup(func() {
		server.Shutdown()
		assert.NoError(t, <-done)
	})
	return server.ServerAddress().String()
}

// varying is what differs from one answer to the next: counts in the index of
// profiles, and the addresses of servers.
var varying = regexp.MustCompile(`<td>\d+</td>|127\.0\.0\.1:\d+`)

// exchange sends request, and then a second one that closes, and describes all
// that came back but for Date.
func exchange(t *testing.T, address, request string) string {
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	io.WriteString(conn, request)

	var said strings.Builder
	in := bufio.NewReader(conn)
	method, _, _ := strings.Cut(request, " ")
	response, err := http.ReadResponse(in, &http.Request{Method: method})
	for err == nil && response.StatusCode < 200 {
		describe(&said, response)
		response, err = http.ReadResponse(in, &http.Request{Method: method})
	}
	if err != nil {
		return said.String() + "closed without an answer"
	}
	describe(&said, response)
	body, err := io.ReadAll(response.Body)
	fmt.Fprintf(&said, "%d bytes, error %v, trailer %v:\n%s\n", len(body), err, response.Trailer, varying.ReplaceAll(body, []byte("n")))

	io.WriteString(conn, "GET /second HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	if _, err := in.ReadByte(); err != nil {
		said.WriteString("then closed")
	} else {
		said.WriteString("then goes on")
		io.Copy(io.Discard, in)
	}
	return said.String()
}

func describe(said *strings.Builder, response *http.Response) {
	if response.Header.Get("Date") != "" {
		response.Header.Set("Date", "some time")
	}
	fmt.Fprintf(said, "%s %s close=%v length=%d encoding=%v\n",
		response.Proto, response.Status, response.Close, response.ContentLength, response.TransferEncoding)
	response.Header.Write(said)
}
