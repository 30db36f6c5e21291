package parity

import "strings"

// request is one exchange: what is sent, and which Python answers it.
type request struct {
	name  string
	bytes string
	// better is empty where Python 2.7 answers; else it is what 2.7 does
	// worse, and 3.13 answers.
	better string
}

const (
	noLength    = "2.7 sends redirects and errors without Content-Length"
	noCondition = "2.7 does not know If-Modified-Since"
	noAnswer    = "2.7 ends the connection without an answer"
	opensBadly  = "2.7 takes an index for one that it cannot open"
	doubleSlash = "2.7 sends the browser to another host"
	oldType     = "2.7 has an outdated media type, or none"
)

// get is a plain request for target, one a browser of 1996 would send.
func get(name, target string) request {
	return request{name: name, bytes: "GET " + target + " HTTP/1.0\r\n\r\n"}
}

// than313 marks requests whose model is Python 3.13.
func than313(reason string, requests ...request) []request {
	for i := range requests {
		requests[i].better = reason
	}
	return requests
}

// requests returns every exchange of the comparison, in the file's order.
func requests() []request {
	var all []request
	for _, part := range [][]request{
		plainFiles, listings, oddNames, escapes, paths, special,
		methods, versions, lines, headerLines, ranges,
		than313(noLength, redirects...),
		than313(doubleSlash, slashes...),
		than313(noLength, missing...),
		than313(noLength, malformed...),
		than313(opensBadly, indexes...),
		than313(noCondition, conditions...),
		types(),
	} {
		all = append(all, part...)
	}
	return all
}

var plainFiles = []request{
	get("file", "/a.txt"),
	get("file-empty", "/empty"),
	get("file-dot", "/.hidden"),
	get("file-only-extension", "/.txt"),
	get("file-zero-byte", "/zero-byte.bin"),
	get("file-16-KiB", "/buffer.bin"),
	get("file-64-KiB", "/sendfile.bin"),
	get("file-aged", "/aged.txt"),
	get("file-README", "/types/README"),
	get("file-Makefile", "/types/Makefile"),
	get("file-deep", "/sub/deep/er/file.txt"),
	get("file-query", "/a.txt?x=1"),
	get("file-fragment", "/a.txt#part"),
	get("file-query-slash", "/a.txt?x=/"),
	get("file-link", "/links/file"),
	get("file-link-chain", "/links/chain"),
	get("file-link-through", "/links/through"),
	get("file-in-linked-directory", "/links/directory/inner.txt"),
}

var listings = []request{
	get("list-root", "/"),
	get("list-sub", "/sub/"),
	get("list-query", "/sub/?C=M&O=A"),
	get("list-sorted", "/sub/?sort=size&order=desc"),
	get("list-empty", "/hollow/"),
	get("list-links", "/links/"),
	get("list-linked-directory", "/links/directory/"),
	get("list-special", "/special/"),
	get("list-types", "/types/"),
	get("list-space", "/sub%20dir/"),
	get("list-CRLF", "/d%0d%0air/"),
	get("list-invalid-UTF-8", "/%ff/"),
	get("list-index-upper", "/index-upper/"),
	get("list-index-dangling", "/index-dangling/"),
	get("index", "/index/"),
	get("index-query", "/index/?q"),
	get("index-htm", "/index-htm/"),
	get("index-nested", "/index/nested/"),
	get("index-link", "/index-link/"),
}

var oddNames = []request{
	get("name-leading-space", "/%20leading"),
	get("name-trailing-space", "/trailing%20"),
	get("name-space", "/sp%20ace.txt"),
	get("name-question", "/quest%3Fion.txt"),
	get("name-hash", "/ha%23sh.txt"),
	get("name-percent", "/per%25cent.txt"),
	get("name-percent-escape", "/per%2541cent.txt"),
	get("name-semicolon", "/semi%3Bcolon.txt"),
	get("name-semicolon-raw", "/semi;colon.txt"),
	get("name-plus", "/plus%2B.txt"),
	get("name-plus-raw", "/plus+.txt"),
	get("name-plus-is-no-space", "/sp+ace.txt/../../plus+.txt"),
	get("name-colon", "/co%3Alon.txt"),
	get("name-colon-raw", "/co:lon.txt"),
	get("name-ampersand", "/amp%26amp%3B.txt"),
	get("name-quote", "/quo%22te.txt"),
	get("name-quote-raw", "/quo\"te.txt"),
	get("name-apostrophe", "/apos%27.txt"),
	get("name-tag", "/%3Cb%3E.txt"),
	get("name-tag-raw", "/<b>.txt"),
	get("name-script", "/%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.txt"),
	get("name-javascript", "/javascript%3Aalert%281%29"),
	get("name-backslash", "/back%5Cslash.txt"),
	get("name-backslash-raw", "/back\\slash.txt"),
	get("name-newline", "/new%0Aline.txt"),
	get("name-carriage-return", "/cr%0Dname.txt"),
	get("name-tab", "/tab%09name.txt"),
	get("name-controls", "/%01%7F"),
	get("name-invalid-UTF-8", "/bad%FF%FE.txt"),
	get("name-cut-UTF-8", "/cut%E6%97"),
	get("name-UTF-8", "/%E6%97%A5%E6%9C%AC%E8%AA%9E.txt"),
	get("name-UTF-8-raw", "/日本語.txt"),
	get("name-accent", "/%C3%89mile.txt"),
	get("name-combining", "/e%CC%81t%C3%A9.txt"),
	get("name-right-to-left", "/%E2%80%AEgnp.exe"),
	get("name-emoji", "/%F0%9F%98%80.txt"),
	get("name-tilde", "/~tilde"),
	get("name-tilde-escaped", "/%7Etilde"),
	get("name-brackets", "/%7Bbr%5Bace%5D%7D%7C%5E%60.txt"),
	get("name-sub-delims", "/*$!,(@)=_-.txt"),
	get("name-255-bytes", "/"+strings.Repeat("n", 251)+".txt"),
	get("name-dots", "/..dots"),
	get("name-three-dots", "/..."),
	get("name-Tie", "/Tie.txt"),
	get("name-tie", "/tie.txt"),
	get("name-in-question-directory", "/dir%3Fq/file.txt"),
	get("name-in-CRLF-directory", "/d%0D%0Air/file.txt"),
	get("name-in-invalid-directory", "/%FF/file.txt"),
}

var escapes = []request{
	get("escape-letter", "/%61.txt"),
	get("escape-lower-hex", "/%e6%97%a5%e6%9c%ac%e8%aa%9e.txt"),
	get("escape-slash", "/sub%2Finner.txt"),
	get("escape-everything", "/%73%75%62/%69%6e%6e%65%72%2e%74%78%74"),
	get("escape-dot-segment", "/sub/%2e/inner.txt"),
	get("escape-dot-dot-segment", "/sub/%2e%2e/a.txt"),
}

var paths = []request{
	get("path-dot", "/./a.txt"),
	get("path-dot-dot", "/sub/../a.txt"),
	get("path-above-root", "/../../../a.txt"),
	get("path-above-root-escaped", "/%2e%2e/%2e%2e/a.txt"),
	get("path-above-root-slash-escaped", "/..%2f..%2fa.txt"),
	get("path-through-missing", "/nowhere/../a.txt"),
	get("path-inner-slashes", "/sub//inner.txt"),
	get("path-inner-slashes-many", "/sub////deep///er/file.txt"),
	get("path-leading-slashes", "//a.txt"),
	get("path-leading-slashes-three", "///a.txt"),
	get("path-dot-dot-only", "/sub/deep/../../a.txt"),
	get("path-without-slash", "a.txt"),
}

var special = []request{
	{name: "special-socket", bytes: "GET /special/socket HTTP/1.0\r\n\r\n", better: noLength},
	{name: "special-loop", bytes: "GET /links/loop HTTP/1.0\r\n\r\n", better: noLength},
	{name: "special-dangling", bytes: "GET /links/dangling HTTP/1.0\r\n\r\n", better: noLength},
	get("link-outside-file", "/links/outside-file"),
	get("link-outside-directory", "/links/outside-dir/"),
	get("link-outside-inner", "/links/outside-dir/secret.txt"),
	{name: "path-nul", bytes: "GET /a.txt%00.jpg HTTP/1.0\r\n\r\n"},
	{name: "path-nul-raw", bytes: "GET /a\x00.txt HTTP/1.0\r\n\r\n"},
	{name: "path-absolute-URI", bytes: "GET http://127.0.0.1/a.txt HTTP/1.0\r\n\r\n", better: noLength},
	get("path-only-slashes", "//"),
	{name: "path-asterisk", bytes: "GET * HTTP/1.0\r\n\r\n", better: noLength},
	{name: "path-empty-query", bytes: "GET ? HTTP/1.0\r\n\r\n", better: noLength},
}

var redirects = []request{
	get("redirect", "/sub"),
	get("redirect-query", "/sub?x=1&y=%20"),
	get("redirect-empty-query", "/sub?"),
	get("redirect-space", "/sub%20dir"),
	get("redirect-CRLF", "/d%0d%0air"),
	get("redirect-question", "/dir%3Fq"),
	get("redirect-colon", "/dir:colon"),
	get("redirect-invalid-UTF-8", "/%ff"),
	get("redirect-deep", "/sub/deep/er"),
	get("redirect-through-dot-dot", "/sub/../sub"),
	get("redirect-escaped-slash", "/sub%2f"),
	get("redirect-dot", "/sub/."),
	get("redirect-dot-dot", "/sub/.."),
	get("redirect-linked-directory", "/links/directory"),
	get("redirect-index", "/index"),
	get("redirect-fragment", "/sub#part"),
	{name: "redirect-HEAD", bytes: "HEAD /sub HTTP/1.0\r\n\r\n"},
}

var slashes = []request{
	get("slashes-redirect", "//sub"),
	get("slashes-other-host", "//evil.example/..%2fsub"),
	get("slashes-other-host-three", "///evil.example/%2f..%2f..%2fsub"),
	get("slashes-backslash", "/\\evil.example/..%2fsub"),
	get("slashes-query", "//sub?x=//y"),
}

var missing = []request{
	get("missing", "/nowhere"),
	get("missing-slash", "/nowhere/"),
	get("missing-deep", "/sub/nowhere/at/all.txt"),
	get("missing-through-file", "/a.txt/b"),
	get("missing-file-slash", "/a.txt/"),
	get("missing-link-slash", "/links/file/"),
	get("missing-case", "/A.TXT"),
	get("missing-script", "/<script>alert(1)</script>"),
	get("missing-twice-escaped", "/%2561.txt"),
	get("missing-overlong-dot", "/%c0%ae%c0%ae/a.txt"),
	get("missing-backslash", "/..%5ca.txt"),
	get("missing-256-bytes", "/"+strings.Repeat("n", 256)),
	get("missing-long-path", "/"+strings.Repeat("d/", 3000)),
	{name: "missing-HEAD", bytes: "HEAD /nowhere HTTP/1.0\r\n\r\n"},
	get("escape-unfinished", "/%"),
	get("escape-bad-hex", "/%zz"),
	get("escape-one-digit", "/%4"),
}

var indexes = []request{
	get("index-directory", "/index-dir/"),
	get("index-FIFO", "/index-fifo/"),
}

var methods = []request{
	{name: "method-HEAD", bytes: "HEAD /a.txt HTTP/1.0\r\n\r\n"},
	{name: "method-HEAD-empty", bytes: "HEAD /empty HTTP/1.0\r\n\r\n"},
	{name: "method-HEAD-large", bytes: "HEAD /sendfile.bin HTTP/1.0\r\n\r\n"},
	{name: "method-HEAD-listing", bytes: "HEAD /sub/ HTTP/1.0\r\n\r\n"},
	{name: "method-HEAD-index", bytes: "HEAD /index/ HTTP/1.0\r\n\r\n"},
	{name: "method-POST", bytes: "POST /a.txt HTTP/1.0\r\nContent-Length: 3\r\n\r\nx=1", better: noLength},
	{name: "method-PUT", bytes: "PUT /new.txt HTTP/1.0\r\nContent-Length: 0\r\n\r\n", better: noLength},
	{name: "method-DELETE", bytes: "DELETE /a.txt HTTP/1.0\r\n\r\n", better: noLength},
	{name: "method-OPTIONS", bytes: "OPTIONS / HTTP/1.0\r\n\r\n", better: noLength},
	{name: "method-TRACE", bytes: "TRACE / HTTP/1.0\r\n\r\n", better: noLength},
	{name: "method-unknown", bytes: "BREW /pot HTTP/1.0\r\n\r\n", better: noLength},
	{name: "method-lower-case", bytes: "get /a.txt HTTP/1.0\r\n\r\n", better: noLength},
	{name: "method-tag", bytes: "<b> /a.txt HTTP/1.0\r\n\r\n", better: noLength},
}

var versions = []request{
	{name: "version-1.1", bytes: "GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n"},
	{name: "version-1.1-close", bytes: "GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"},
	{name: "version-1.0-keep-alive", bytes: "GET /a.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"},
	{name: "version-1.1-twice", bytes: "GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /B.txt HTTP/1.1\r\nHost: a\r\n\r\n"},
	{name: "version-1.2", bytes: "GET /a.txt HTTP/1.2\r\nHost: a\r\n\r\n"},
	{name: "version-zeros", bytes: "GET /a.txt HTTP/01.00\r\n\r\n"},
	{name: "version-0.9", bytes: "GET /a.txt\r\n\r\n"},
	{name: "version-0.9-missing", bytes: "GET /nowhere\r\n\r\n"},
	{name: "version-2.0", bytes: "GET /a.txt HTTP/2.0\r\n\r\n"},
	{name: "version-9.9", bytes: "GET /a.txt HTTP/9.9\r\n\r\n"},
}

var malformed = []request{
	{name: "line-four-words", bytes: "GET /a b.txt HTTP/1.0\r\n\r\n"},
	{name: "line-one-word", bytes: "GET\r\n\r\n"},
	{name: "line-POST-without-version", bytes: "POST /a.txt\r\n\r\n"},
	{name: "version-one-number", bytes: "GET /a.txt HTTP/1\r\n\r\n"},
	{name: "version-three-numbers", bytes: "GET /a.txt HTTP/1.1.1\r\n\r\n"},
	{name: "version-lower-case", bytes: "GET /a.txt http/1.0\r\n\r\n"},
	{name: "version-sign", bytes: "GET /a.txt HTTP/+1.0\r\n\r\n"},
	{name: "version-words", bytes: "GET /a.txt HTTP/one.zero\r\n\r\n"},
	{name: "version-long", bytes: "GET /a.txt HTTP/1.909876543210\r\n\r\n"},
	{name: "version-other-protocol", bytes: "GET /a.txt FTP/1.0\r\n\r\n"},
	{name: "line-too-long", bytes: "GET /" + strings.Repeat("a", 65536) + " HTTP/1.0\r\n\r\n"},
}

var lines = []request{
	{name: "line-bare-LF", bytes: "GET /a.txt HTTP/1.0\n\n"},
	{name: "line-mixed-ends", bytes: "GET /a.txt HTTP/1.0\nAccept: */*\r\n\n"},
	{name: "line-8000-bytes", bytes: "GET /a.txt?" + strings.Repeat("q", 8000) + " HTTP/1.0\r\n\r\n"},
	{name: "line-many-spaces", bytes: "GET   /a.txt   HTTP/1.0\r\n\r\n"},
	{name: "line-trailing-space", bytes: "GET /a.txt HTTP/1.0 \r\n\r\n"},
	{name: "line-tab", bytes: "GET\t/a.txt\tHTTP/1.0\r\n\r\n"},
	{name: "line-leading-space", bytes: " GET /a.txt HTTP/1.0\r\n\r\n"},
	{name: "line-blank-first", bytes: "\r\nGET /a.txt HTTP/1.0\r\n\r\n"},
	{name: "line-nothing", bytes: ""},
	{name: "line-only-blank", bytes: "\r\n"},
}

var headerLines = []request{
	{name: "header-browser", bytes: "GET /a.txt HTTP/1.0\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0\r\nAccept: text/html,*/*;q=0.8\r\nAccept-Language: en\r\nAccept-Encoding: gzip, deflate\r\n\r\n"},
	{name: "header-without-colon", bytes: "GET /a.txt HTTP/1.0\r\nnonsense\r\n\r\n"},
	{name: "header-folded", bytes: "GET /a.txt HTTP/1.0\r\nX-Long: one\r\n two\r\n\r\n"},
	{name: "header-repeated", bytes: "GET /a.txt HTTP/1.0\r\nAccept: a/b\r\nAccept: c/d\r\n\r\n"},
	{name: "header-Latin-1", bytes: "GET /a.txt HTTP/1.0\r\nX-Name: \xe9\r\n\r\n"},
	{name: "header-empty-value", bytes: "GET /a.txt HTTP/1.0\r\nX-Empty:\r\n\r\n"},
	{name: "header-body-of-GET", bytes: "GET /a.txt HTTP/1.0\r\nContent-Length: 4\r\n\r\nbody"},
	{name: "header-101", bytes: "GET /a.txt HTTP/1.0\r\n" + strings.Repeat("X-N: 1\r\n", 101) + "\r\n", better: "2.7 counts no headers"},
	{name: "header-too-long", bytes: "GET /a.txt HTTP/1.0\r\nX-Long: " + strings.Repeat("v", 65536) + "\r\n\r\n", better: noAnswer},
}

var ranges = []request{
	{name: "range", bytes: "GET /a.txt HTTP/1.0\r\nRange: bytes=0-1\r\n\r\n"},
	{name: "range-unsatisfiable", bytes: "GET /a.txt HTTP/1.0\r\nRange: bytes=100-\r\n\r\n"},
}

// since asks for a.txt, modified Mon, 01 Jun 2015 11:42:33 GMT, on a condition.
func since(name, value string) request {
	return request{name: "since-" + name, bytes: "GET /a.txt HTTP/1.0\r\nIf-Modified-Since: " + value + "\r\n\r\n"}
}

var conditions = []request{
	since("same", "Mon, 01 Jun 2015 11:42:33 GMT"),
	since("older", "Mon, 01 Jun 2015 11:42:32 GMT"),
	since("newer", "Mon, 01 Jun 2015 11:42:34 GMT"),
	since("RFC-850", "Monday, 01-Jun-15 11:42:33 GMT"),
	since("asctime", "Mon Jun  1 11:42:33 2015"),
	since("future", "Fri, 31 Dec 2999 23:59:59 GMT"),
	since("long-ago", "Thu, 01 Jan 1970 00:00:00 GMT"),
	since("junk", "yesterday"),
	since("empty", ""),
	since("zone", "Mon, 01 Jun 2015 13:42:33 +0200"),
	{name: "since-twice", bytes: "GET /a.txt HTTP/1.0\r\nIf-Modified-Since: Mon, 01 Jun 2015 11:42:33 GMT\r\nIf-Modified-Since: Mon, 01 Jun 2015 11:42:33 GMT\r\n\r\n"},
	{name: "if-match", bytes: "GET /a.txt HTTP/1.0\r\nIf-Match: \"x\"\r\n\r\n"},
	{name: "unmodified-since", bytes: "GET /a.txt HTTP/1.0\r\nIf-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n"},
	since("wrong-weekday", "Sun, 01 Jun 2015 11:42:33 GMT"),
	since("no-such-day", "Mon, 31 Jun 2015 11:42:33 GMT"),
	{name: "since-HEAD", bytes: "HEAD /a.txt HTTP/1.0\r\nIf-Modified-Since: Mon, 01 Jun 2015 11:42:33 GMT\r\n\r\n"},
	{name: "since-with-If-None-Match", bytes: "GET /a.txt HTTP/1.0\r\nIf-None-Match: \"x\"\r\nIf-Modified-Since: Mon, 01 Jun 2015 11:42:33 GMT\r\n\r\n"},
	{name: "since-listing", bytes: "GET /sub/ HTTP/1.0\r\nIf-Modified-Since: Fri, 31 Dec 2999 23:59:59 GMT\r\n\r\n"},
	{name: "since-index", bytes: "GET /index/ HTTP/1.0\r\nIf-Modified-Since: Fri, 31 Dec 2999 23:59:59 GMT\r\n\r\n"},
	{name: "since-aged", bytes: "GET /aged.txt HTTP/1.0\r\nIf-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n"},
	{name: "since-missing", bytes: "GET /nowhere HTTP/1.0\r\nIf-Modified-Since: Fri, 31 Dec 2999 23:59:59 GMT\r\n\r\n"},
}

// newerTypes are the extensions that 3.13 answers; for the others 2.7 is right.
var newerTypes = map[string]bool{
	".js": true, ".mjs": true, ".webp": true, ".bmp": true, ".gz": true, ".tar.gz": true, ".tgz": true,
	".bz2": true, ".xz": true, ".ts": true, ".cjs": true, ".svgz": true, ".m4s": true, ".mpd": true, ".wasm": true, ".md": true, ".Z": true,
}

func types() []request {
	var all []request
	for _, extension := range extensions {
		r := get("type"+extension, "/types/x"+extension)
		if newerTypes[extension] {
			r.better = oldType
		}
		all = append(all, r)
	}
	return all
}
