package simpleserver_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/06-custom-handler/simpleserver"
)

// A handler does not notice which server it runs on, and neither does its
// client: the same requests go to net/http and to ours, and the answers agree
// in status, headers (Date's value aside), body, trailers, and in whether the
// connection goes on.
func TestSameAsNetHTTP(t *testing.T) {
	const (
		get  = "GET /x?a=1 HTTP/1.1\r\nHost: h\r\n\r\n"
		head = "HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n"
		post = "POST /form HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 13\r\n\r\nname=W%C3%BC+"
	)
	tests := []struct {
		name    string
		request string
		app     http.HandlerFunc
	}{
		{"nothing written", get, func(w http.ResponseWriter, r *http.Request) {}},
		{"a short body", get, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello world\r\n") }},
		{"a short body in pieces", get, func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "<html>")
			io.WriteString(w, "two")
		}},
		{"exactly what is held back", get, write(strings.Repeat("a", 2048))},
		{"one byte more", get, write(strings.Repeat("a", 2049))},
		{"a long body", get, write(strings.Repeat("0123456789", 10_000))},
		{"a long body, to HEAD", head, write(strings.Repeat("0123456789", 10_000))},
		{"a short body, to HEAD", head, write("hello")},
		{"a declared length", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5")
			io.WriteString(w, "hello")
		}},
		{"less than declared", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5")
			io.WriteString(w, "hell")
		}},
		{"more than declared", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5")
			io.WriteString(w, "hello")
			_, err := io.WriteString(w, "!")
			assert.ErrorIs(t, err, http.ErrContentLength)
		}},
		{"a status", get, func(w http.ResponseWriter, r *http.Request) { http.Error(w, "short and stout", http.StatusTeapot) }},
		{"a status without a name", get, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(599) }},
		{"only the first status counts", get, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(201)
			w.WriteHeader(500)
		}},
		{"no content", get, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusNoContent)
			_, err := io.WriteString(w, "x")
			assert.ErrorIs(t, err, http.ErrBodyNotAllowed)
		}},
		{"not modified", get, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNotModified) }},
		{"a redirect", get, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/y?b=2", http.StatusFound) }},
		{"not found", get, http.NotFound},
		{"repeated headers", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Set-Cookie", "a=1")
			w.Header().Add("Set-Cookie", "b=2")
			w.Header()["lower"] = []string{"kept as it is"}
		}},
		{"a header too late", get, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(200)
			w.Header().Set("Late", "yes")
		}},
		{"a value with a line's end", get, func(w http.ResponseWriter, r *http.Request) { w.Header().Set("X", "a\r\nSet-Cookie: b") }},
		{"no guessed type", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Content-Type"] = nil
			io.WriteString(w, "hello")
		}},
		{"an encoded body has no guessed type", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, "\x1f\x8b")
		}},
		{"its own date", get, func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Date", "yesterday") }},
		{"no date", get, func(w http.ResponseWriter, r *http.Request) { w.Header()["Date"] = nil }},
		{"connection: close", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			io.WriteString(w, "bye")
		}},
		{"a stream", get, func(w http.ResponseWriter, r *http.Request) {
			for i := range 3 {
				fmt.Fprintln(w, i)
				assert.NoError(t, http.NewResponseController(w).Flush())
			}
		}},
		{"trailers declared", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Trailer", "Sum, Other")
			w.Header().Set("Content-Type", "text/plain")
			io.WriteString(w, "body")
			w.(http.Flusher).Flush()
			w.Header().Set("Sum", "42")
		}},
		{"trailers by prefix", get, func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "body")
			w.(http.Flusher).Flush()
			w.Header().Set(http.TrailerPrefix+"Sum", "42")
		}},
		{"early hints", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", "</style.css>; rel=preload")
			w.WriteHeader(http.StatusEarlyHints)
			io.WriteString(w, "hello")
		}},
		{"the request as it is seen", get, show},
		{"an absolute target", "GET http://other/x?y HTTP/1.1\r\nHost: h\r\n\r\n", show},
		{"headers in any case, repeated", "GET / HTTP/1.1\r\nhOST: h\r\nx-a: 1\r\nX-A: 2\r\n\r\n", show},
		{"a method of its own", "BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n", show},
		{"a form", post, func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "%q", r.PostFormValue("name")) }},
		{"a body in chunks", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", show},
		{"a body that nobody reads", post, write("ok")},
		{"a mux", get, func(w http.ResponseWriter, r *http.Request) {
			mux := http.NewServeMux()
			mux.HandleFunc("GET /{name}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.PathValue("name"), r.FormValue("a")) })
			mux.ServeHTTP(w, r)
		}},
		{"a file with a range", "GET / HTTP/1.1\r\nHost: h\r\nRange: bytes=2-4\r\n\r\n", func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, "f.txt", time.Unix(1_000_000_000, 0), bytes.NewReader([]byte("0123456789")))
		}},
		{"no content, with a length", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5")
			w.WriteHeader(http.StatusNoContent)
		}},
		{"not modified, with a type and a length", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5")
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("Etag", `"1"`)
			w.WriteHeader(http.StatusNotModified)
		}},
		{"hints that say how the answer is framed", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5")
			w.Header().Set("Connection", "close")
			w.WriteHeader(http.StatusEarlyHints)
			w.Header().Del("Connection")
			w.Header().Del("Content-Length")
			io.WriteString(w, strings.Repeat("a", 3000))
		}},
		{"a length below zero", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "-5")
			io.WriteString(w, strings.Repeat("a", 3000))
		}},
		{"names that are none", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header()["X\r\nSet-Cookie"] = []string{"a=b"}
			w.Header()["A B"] = []string{"c"}
			w.Header()[""] = []string{"d"}
			w.Header()["X:"] = []string{"e"}
			w.Header()["Fine"] = []string{" trimmed\t"}
		}},
		{"trailers behind a small body", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Trailer", "Sum")
			io.WriteString(w, "body")
			w.Header().Set("Sum", "42")
		}},
		{"trailers behind no body", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Trailer", "Sum, Content-Length")
			w.WriteHeader(200)
			w.Header().Set("Sum", "42")
		}},
		{"a trailer that was declared, to HEAD", head, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Trailer", "Sum")
			io.WriteString(w, "body")
			w.Header().Set("Sum", "42")
		}},
		{"a copy to HEAD", head, func(w http.ResponseWriter, r *http.Request) {
			_, err := io.CopyN(w, strings.NewReader("hello"), 5)
			assert.NoError(t, err)
		}},
		{"a panic in mid-stream", get, func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "part")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}},
		{"a panic short of the length", get, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "9")
			io.WriteString(w, "part")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}},
		{"CONNECT", "CONNECT other:443 HTTP/1.1\r\nHost: h\r\n\r\n", show},
		{"trailers of the request", "POST / HTTP/1.1\r\nHost: h\r\nTrailer: Sum, x-other\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nsum: 42\r\nMore: yes\r\n\r\n", show},
		{"blanks of Unicode in the target", "GET /a\u00a0b\u2003c HTTP/1.1\r\nHost: h\r\n\r\n", show},
		{"a body that is refused unread", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "no", http.StatusRequestEntityTooLarge)
		}},
		{"hints, and a body that is refused unread", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			http.Error(w, "no", http.StatusRequestEntityTooLarge)
		}},
		{"a body that is invited", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello", show},
		{"a body that is closed", post, func(w http.ResponseWriter, r *http.Request) {
			r.Body.Close()
			_, err := r.Body.Read(make([]byte, 5))
			fmt.Fprint(w, err)
		}},
		{"a deadline for reading that is past", strings.Replace(post, "Content-Length: 13", "Content-Length: 14", 1), func(w http.ResponseWriter, r *http.Request) {
			assert.NoError(t, http.NewResponseController(w).SetReadDeadline(time.Now().Add(20*time.Millisecond)))
			_, err := io.ReadAll(r.Body)
			assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
			w.Header().Set("Connection", "close")
			io.WriteString(w, "late")
		}},
		{"a deadline for writing", get, func(w http.ResponseWriter, r *http.Request) {
			assert.NoError(t, http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute)))
			io.WriteString(w, "in time")
		}},
		{"both directions at once", post, func(w http.ResponseWriter, r *http.Request) {
			control := http.NewResponseController(w)
			assert.NoError(t, control.EnableFullDuplex())
			io.WriteString(w, "first")
			assert.NoError(t, control.Flush())
			body, err := io.ReadAll(r.Body)
			fmt.Fprintf(w, "%q %v", body, err)
		}},
		{"a panic that aborts", get, func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }},
		{"the context ends with the request", get, func(w http.ResponseWriter, r *http.Request) {
			assert.NoError(t, r.Context().Err())
			io.WriteString(w, "alive")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			reference := httptest.NewUnstartedServer(test.app)
			reference.Config.ErrorLog = log.New(io.Discard, "", 0)
			reference.Start()
			defer reference.Close()
			address := serve(t, test.app)

			want := exchange(t, reference.Listener.Addr().String(), test.request)
			got := exchange(t, address, test.request)
			assert.Equal(t, want, got)
		})
	}
}

// What differs, each with its reason.
func TestDiffersFromNetHTTP(t *testing.T) {
	t.Run("Hijack is not offered: the connection belongs to the server", func(t *testing.T) {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			_, _, err := http.NewResponseController(w).Hijack()
			assert.ErrorIs(t, err, http.ErrNotSupported)
		})
		assert.Contains(t, exchange(t, address, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"), "200 OK")
	})
	t.Run("OPTIONS * is the application's to answer, not the server's", func(t *testing.T) {
		address := serve(t, show)
		assert.Contains(t, exchange(t, address, "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"), "OPTIONS * ")
	})
	t.Run("a Content-Length that is no number is replaced by the real one, where net/http sends chunks", func(t *testing.T) {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "five")
			io.WriteString(w, "hello")
		})
		assert.Contains(t, exchange(t, address, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"), "Content-Length: 5\r\n")
	})
	t.Run("a panic is answered with 500 where nothing was sent, where net/http closes the connection", func(t *testing.T) {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) { panic("as asked") })
		assert.Contains(t, exchange(t, address, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"), "500 Internal Server Error")
	})
	t.Run("a body may be read when the answer has begun, where net/http wants to be asked (EnableFullDuplex)", func(t *testing.T) {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "first ")
			assert.NoError(t, http.NewResponseController(w).Flush())
			io.Copy(w, r.Body)
		})
		assert.Contains(t, exchange(t, address, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"), `"first hello"`)
	})
	t.Run("an HTTP/1.0 request is answered with the server's version", func(t *testing.T) {
		address := serve(t, write("hello"))
		answer := exchange(t, address, "GET / HTTP/1.0\r\n\r\n")
		assert.Contains(t, answer, "HTTP/1.1 200 OK")
		assert.Contains(t, answer, "then closed")
	})
}

func serve(t *testing.T, app http.HandlerFunc) (address string) {
	t.Helper()
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

// exchange sends request and then a second one that closes, and describes what
// came back: everything but the value of Date and the body's framing in detail.
func exchange(t *testing.T, address, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	_, err = io.WriteString(conn, request)
	require.NoError(t, err)

	var said strings.Builder
	reader := bufio.NewReader(conn)
	method, _, _ := strings.Cut(request, " ")
	response, err := http.ReadResponse(reader, &http.Request{Method: method})
	for err == nil && response.StatusCode < 200 {
		describe(&said, response)
		response, err = http.ReadResponse(reader, &http.Request{Method: method})
	}
	if err != nil {
		return said.String() + "closed without an answer"
	}
	describe(&said, response)
	body, err := io.ReadAll(response.Body)
	fmt.Fprintf(&said, "%d bytes: %.200q, error %v\ntrailer %v\n", len(body), body, err, response.Trailer)

	io.WriteString(conn, "GET /second HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	if _, err := reader.ReadByte(); err != nil {
		said.WriteString("then closed")
	} else {
		said.WriteString("then goes on")
		io.Copy(io.Discard, reader) // the application is still writing
	}
	return said.String()
}

func describe(said *strings.Builder, response *http.Response) {
	if response.Header.Get("Date") != "" && response.Header.Get("Date") != "yesterday" {
		response.Header.Set("Date", "some time")
	}
	fmt.Fprintf(said, "%s %s close=%v length=%d encoding=%v\n", response.Proto, response.Status, response.Close, response.ContentLength, response.TransferEncoding)
	response.Header.Write(said)
}

func write(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, body) }
}

// show answers with all that an application can see of its request.
func show(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	fmt.Fprintf(w, "%s %s %q %s host=%s length=%d encoding=%v close=%v trailer=%v body=%q %v\n",
		r.Method, r.RequestURI, r.URL, r.Proto, r.Host, r.ContentLength, r.TransferEncoding, r.Close, r.Trailer, body, err)
	r.Header.Write(w)
}
