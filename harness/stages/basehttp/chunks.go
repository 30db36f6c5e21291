package basehttp

import (
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/stages/http1"
)

// chunksChecks are about request bodies whose length is not known before:
// Transfer-Encoding: chunked (RFC 9112, section 7.1).
var chunksChecks = []check.Check{
	{
		Name:     "chunked",
		Title:    "a body in chunks ends at its last chunk",
		Level:    check.Beyond,
		Needs:    []string{"keep-alive"},
		Protocol: "HTTP/1.1",
		Why:      "who uploads what is still being made does not know its length; each chunk says its own, in hexadecimal (rfile knows nothing of it)",
		Hint:     `a line with the size, so many bytes, however many reads they take, "\r\n"; after the chunk of size 0, lines up to a blank one`,
		Try:      "curl -H 'Transfer-Encoding: chunked' -d hello http://127.0.0.1:8000/ --next http://127.0.0.1:8000/second",
		Run: func(t *check.T) {
			c := t.Connect()
			http1.DoOn(c, chunked("5\r\nhello\r\nA;maize=soy\r\n0123456789\r\n0\r\n\r\n")).WantStatus(200)
			http1.DoOn(c, http1.NewGet11("/second")).WantStatus(200).WantBodyHas("/second")
			t.Fold("a body in chunks that came at once was read up to its end")
			c = t.Connect()
			c.Send(chunked("5\r\nhel"), "lo\r", "\nA;mai", "ze=soy\r\n01234", "56789\r\n0\r\n", "\r\n")
			http1.Receive(c, "POST").WantStatus(200)
			http1.DoOn(c, http1.NewGet11("/third")).WantStatus(200).WantBodyHas("/third")
		},
	},
	{
		Name:     "trailers",
		Title:    "headers behind the last chunk change nothing",
		Level:    check.Beyond,
		Needs:    []string{"chunked"},
		Protocol: "HTTP/1.1",
		Why:      "a length that arrives after the body would frame it a second time (RFC 9110, section 6.5.1)",
		Hint:     "read the trailers away",
		Try:      `printf 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 50\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			http1.DoOn(c, chunked("5\r\nhello\r\n0\r\nContent-Length: 50\r\nHost: evil\r\n\r\n")).WantStatus(200)
			http1.DoOn(c, http1.NewGet11("/second")).WantStatus(200).WantBodyHas("/second")
		},
	},
	badChunks("chunk-size", "a chunk size that is no hexadecimal number is answered with 400",
		"two programs that read two sizes see two different next requests (RFC 9112, section 7.1)",
		"hexadecimal digits and nothing else, at least one, and not more than fit",
		"0x1\r\na\r\n0\r\n\r\n", "-1\r\na\r\n0\r\n\r\n", "1_0\r\n0123456789abcdef\r\n0\r\n\r\n", " 1\r\na\r\n0\r\n\r\n", "1 \r\na\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "11111111111111111\r\na\r\n0\r\n\r\n"),
	badChunks("chunk-line", `a chunk's line ends in "\r\n" and nothing else`,
		"a line is not a header here: whoever forwards the bytes may end it elsewhere (RFC 9112, section 7.1)",
		`bare "\n" is for people who type; nobody types chunks`,
		"1\na\r\n0\r\n\r\n", "1\rXa\r\n0\r\n\r\n"),
	badChunks("chunk-end", `the bytes of a chunk are followed by "\r\n"`,
		"where they are not, the size was wrong, and so is everything that follows (RFC 9112, section 7.1)",
		`after the bytes of a chunk, read two more and compare them with "\r\n"`,
		"1\r\nab\r\n0\r\n\r\n", "1\r\na0\r\n\r\n", "5\r\nhello\n0\r\n\r\n"),
	badChunks("chunk-extension", "what stands behind a chunk's size is short, and text",
		"an extension is ignored, but somebody has to read it; 64 KiB of it for one byte of body is an attack (RFC 9112, section 7.1)",
		"limit the length of a chunk's line; no control bytes in it",
		"1;"+strings.Repeat("x", 65536)+"\r\na\r\n0\r\n\r\n", "1;x\x00y\r\na\r\n0\r\n\r\n"),
	{
		Name:     "chunk-overhead",
		Title:    "a body that is nearly all chunk lines is refused",
		Level:    check.Beyond,
		Needs:    []string{"chunk-extension"},
		Protocol: "HTTP/1.1",
		Why:      "where each byte of a body comes with a thousand of extension, a limit for the body is none for what has to be read (CVE-2023-39326)",
		Hint:     "count the bytes of the lines as well; more than 16 KiB and 16 for each byte of body is no upload",
		Try:      `(printf 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'; for i in $(seq 300); do printf '1;%0900d\r\na\r\n' 0; done; printf '0\r\n\r\n') | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.DoOn(t.Connect(), chunked(strings.Repeat("1\r\na\r\n", 1000)+"0\r\n\r\n")).WantStatus(200)
			chunksRefused(t, strings.Repeat("1;"+strings.Repeat("x", 900)+"\r\na\r\n", 300)+"0\r\n\r\n", 413)
		},
	},
}

// badChunks makes the check that each of these bodies is refused.
func badChunks(name string, title, why, hint lang.Format, bodies ...string) check.Check {
	try := ""
	if len(bodies[0]) < 64 {
		try = `printf 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n` + printable(bodies[0]) + `' | nc 127.0.0.1 8000`
	}
	return check.Check{
		Name: name, Title: title, Level: check.Beyond, Protocol: "HTTP/1.1", Needs: []string{"chunked", "next-client"},
		Why: why, Hint: hint, Try: try,
		Run: func(t *check.T) {
			http1.Each(t, bodies, func(body string) { chunksRefused(t, body) })
		},
	}
}

// chunksRefused wants 400, or one of the others, for the body; a server may also
// have answered the request before it looked at the body, and must then close.
func chunksRefused(t *check.T, body string, others ...int) {
	c := t.Connect()
	r := http1.DoOn(c, chunked(body)).WantStatus(append([]int{400, 200}, others...)...)
	if r.Status == 200 && !strings.EqualFold(r.Get("Connection"), "close") {
		http1.ReceiveStatus(c, "wanted 400, or a 200 and then 400").WantStatus(400)
		return
	}
	c.ExpectEnd()
}

// chunked returns a POST with this chunked body.
func chunked(body string) string { return http1.NewPost11("Transfer-Encoding: chunked\r\n", body) }
