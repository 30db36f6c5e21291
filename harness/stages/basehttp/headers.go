package basehttp

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/stages/http1"
)

// headersChecks are about the lines between the request line and the blank
// one, as ordinary clients send them.
var headersChecks = []check.Check{
	{
		Name:  "headers",
		Title: "the answer shows the headers that were sent",
		Level: check.Article,
		Needs: []string{"target"},
		Why:   "name, colon, value: MessageClass reads them into self.headers, where a handler finds them",
		Hint:  "split each line at its first colon, whether a blank stands behind it or not, take the blanks off the value, which may be empty, and put both into the body, those of two lines with one name, too",
		Try:   "curl -H 'X-Field: maize' http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			name, value, another := "X-"+t.Letters(6), t.Letters(4)+":"+strings.ToUpper(t.Letters(4)), t.Letters(6)
			const blanks = "  \t "
			tight := t.Letters(6)
			r := http1.Do(t, "GET / HTTP/1.0\r\nHost: a:80\r\n"+name+":"+blanks+value+"\r\n"+name+": "+another+"\r\nX-Empty:\r\nX-Tight:"+tight+"\r\n\r\n").WantStatus(200)
			if !strings.Contains(strings.ToLower(r.Body), name[2:]) {
				r.WantBodyHas(name)
			}
			r.WantBodyHas(value).WantBodyHas(another).WantBodyHas(tight)
			if raw := ":" + blanks + value; strings.Contains(r.Body, raw) {
				r.FailBody(raw, "wanted the value without the blanks before it: this is the line as it was sent")
			}
		},
	},
	{
		Name:  "many-headers",
		Title: "fifty headers are read",
		Level: check.Article,
		Needs: []string{"headers"},
		Why:   "a browser sends a dozen, a proxy adds its own (MessageClass)",
		Hint:  "a loop up to the blank line, not a fixed number of lines, nor one read",
		Try:   `(printf 'GET / HTTP/1.0\r\n'; seq -f 'X-%g: maize' 50; echo) | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			last := t.Letters(20)
			r := http1.Do(t, "GET / HTTP/1.0\r\n"+numbered(49)+"X-Last: "+last+"\r\n\r\n").WantStatus(200)
			r.WantBodyHas(last)
		},
	},
}

// strictHeadersChecks are header lines that are wrong, or too many.
var strictHeadersChecks = []check.Check{
	{
		Name:  "any-byte-in-a-value",
		Title: "a header's value may hold bytes that are no UTF-8",
		Level: check.Beyond,
		Needs: []string{"length"},
		Why:   "a value may also hold bytes from 0x80 up, in no encoding (RFC 9110, section 5.5, obs-text); a server that decodes them must not fall over",
		Hint:  "keep values as bytes, or decode them as Latin-1, which knows every byte",
		Try:   `printf 'GET / HTTP/1.0\r\nX-Field: \377\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			http1.DoOn(c, "GET / HTTP/1.0\r\nX-Field: \xff\xfe\r\n\r\n").WantStatus(200)
			c.ExpectNothing()
		},
	},
	malformed("space-before-colon", "a blank between a header's name and its colon is answered with 400",
		"one server takes Content-Length[blank]: for a length and the next does not, so an attacker hides a request between them (RFC 9112, section 5.1)",
		"a name ends at its colon; 400 if a blank stands before it", "X-Field : maize", "X-Field\t: maize"),
	malformed("header-name", "a header's name has the characters of a token",
		"what a name is must be the same for everybody on the way (RFC 9110, section 5.6.2)",
		"letters, digits and !#$%&'*+-.^_`|~, at least one", ": maize", "X[]: maize", "X Field: maize", "\xefield: maize", "X(y): maize"),
	malformed("header-colon", "a header line without a colon is answered with 400",
		"what is no header was not understood, and what comes after it may not be what it seems (parse_request)",
		"each line up to the blank one has a colon; 400 otherwise", "X-Field maize", "nonsense"),
	{
		Name:  "folded-header",
		Title: "a header that goes on in the next line is answered with 400, or put together",
		Level: check.Beyond,
		Needs: []string{"bad-request-line", "headers"},
		Why:   "mail once folded long lines so, and servers differ in how they read it: a client must not send it, and a server refuses it, or puts blanks in place of the line end (RFC 9112, section 5.2)",
		Hint:  "400 where a header line begins with a blank or a tab, the first one, too",
		Try:   `printf 'GET / HTTP/1.0\r\nX-Field: ma\r\n ize\r\n\r\n' | nc 127.0.0.1 8000`,
		Run:   folded,
	},
	malformed("control-bytes-in-header", "NUL, BEL and a lone CR in a header are answered with 400",
		"they end lines for some programs and strings for others, and move the cursor of whoever reads the log (RFC 9110, section 5.5)",
		"a value may hold blanks and tabs, but no other byte below 0x20, and not 0x7f", "X-Field: ma\x00ize", "X-Field: ma\x07ize", "X-Field: ma\x7fize", "X-Field: ma\rize", "X\r-Field: maize"),
	{
		Name:  "too-many-headers",
		Title: "too many headers, or too long ones, are answered with 431",
		Level: check.Beyond,
		Needs: []string{"many-headers", "next-client"},
		Why:   "without a limit one client fills the memory (_MAXHEADERS and _MAXLINE of http.client)",
		Hint:  "100 headers, 65,536 bytes a line and 256 KiB in all are generous; after the answer, take in what still arrives for a moment",
		Try:   `(printf 'GET / HTTP/1.0\r\n'; seq -f 'X-%g: maize' 101; echo) | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			long := func(n int) string { return strings.Repeat("X-Field: "+strings.Repeat("a", 60_000)+"\r\n", n) }
			http1.Each(t, []string{numbered(101), "X-Field: " + strings.Repeat("a", 65_537) + "\r\n", long(6)}, func(lines string) {
				http1.WantRefused(t, "GET / HTTP/1.0\r\n"+lines+"\r\n", 431)
			})
		},
	},
	{
		Name:     "host",
		Title:    "HTTP/1.1 wants one Host, HTTP/1.0 none",
		Level:    check.Beyond,
		Needs:    []string{"length"},
		Protocol: "HTTP/1.1",
		Why:      "many names live at one address, and Host says which one is meant; two of them mean two things to two servers (RFC 9112, section 3.2)",
		Hint:     "400 if an HTTP/1.1 request has no Host, in any case, or more than one, or one that is no HOST or HOST:PORT; an address of IPv6 stands in brackets",
		Try:      `printf 'GET / HTTP/1.1\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.Get(t, "/").WantStatus(200)
			http1.Do(t, "GET / HTTP/1.1\r\nhOST: a:80\r\nConnection: close\r\n\r\n").WantStatus(200)
			http1.Each(t, []string{"", "Host: a\r\nHost: a\r\n", "Host: a\r\nHost: b\r\n", "Host: a,b\r\n", "Host: u@a\r\n", "Host: a/p\r\n"}, func(lines string) {
				http1.WantRefused(t, "GET / HTTP/1.1\r\n"+lines+"\r\n", 400)
			})
		},
	},
	{
		Name:     "host-name",
		Title:    "a Host that can be no host is answered with 400",
		Level:    check.Beyond,
		Needs:    []string{"headers", "host"},
		Protocol: "HTTP/1.1",
		Why:      "what goes into links and logs as a host's name comes from the client; a name that every program takes apart in its own way leads each to another host (RFC 3986, section 3.2.2)",
		Hint:     "in brackets hexadecimal digits, colons and dots; elsewhere letters, digits and -._~!$&'()*+;=, and % with two hexadecimal digits",
		Try:      `printf 'GET / HTTP/1.1\r\nHost: %%zz\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			for _, host := range []string{"[::1]:80", "a-b.example"} {
				http1.Do(t, "GET / HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n").WantStatus(200)
			}
			http1.Each(t, []string{"%zz", "a%4", `[::1%/@ "<x>]`, "[::1", "a b", "a<b"}, func(host string) {
				http1.WantRefused(t, "GET / HTTP/1.1\r\nHost: "+host+"\r\n\r\n", 400)
			})
		},
	},
}

// malformed makes the check that a request with any of these lines among its
// headers is refused.
func malformed(name string, title, why, hint lang.Format, lines ...string) check.Check {
	return check.Check{
		Name: name, Title: title, Level: check.Beyond, Needs: []string{"bad-request-line"}, Why: why, Hint: hint,
		Try: "printf 'GET / HTTP/1.0\\r\\n" + printable(lines[0]) + "\\r\\n\\r\\n' | nc 127.0.0.1 8000",
		Run: func(t *check.T) {
			http1.Each(t, lines, func(line string) {
				http1.WantRefused(t, "GET / HTTP/1.0\r\n"+line+"\r\nX-Last: soy\r\n\r\n", 400)
			})
		},
	}
}

// folded folds a header in the middle of its value, which may be refused, or answered
// as if there were blanks in its place; and in front of the first header, where a
// server may also skip the line (RFC 9112, section 2.2).
func folded(t *check.T) {
	http1.Each(t, []string{" ", "\t"}, func(blank string) {
		before, behind := t.Letters(6), t.Letters(6)
		r := http1.Do(t, "GET / HTTP/1.0\r\nX-Field: "+before+"\r\n"+blank+behind+"\r\nX-Last: soy\r\n\r\n").WantStatus(400, 200)
		if r.Status == 200 && !regexp.MustCompile(before+" +"+behind).MatchString(r.Body) {
			r.FailBody(behind, "wanted 400, or %s and %s with blanks between them", before, behind)
		}
	})
	http1.Each(t, []string{" ", "\t"}, func(blank string) {
		value := t.Letters(6)
		r := http1.Do(t, "GET / HTTP/1.0\r\n"+blank+"X-Field: "+value+"\r\nX-Last: soy\r\n\r\n").WantStatus(400, 200)
		if r.Status == 200 && strings.Contains(r.Body, value) {
			r.FailBody(value, "wanted 400, or nothing of the line that begins with a blank")
		}
	})
}

// printable writes s for the shell's printf.
func printable(s string) string {
	return strings.NewReplacer("\r", `\r`, "\n", `\n`, "\t", `\t`, "\x00", `\0`).Replace(s)
}

// numbered returns n header lines.
func numbered(n int) string {
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, "X-%d: maize\r\n", i)
	}
	return lines.String()
}
