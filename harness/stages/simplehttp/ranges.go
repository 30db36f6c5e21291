package simplehttp

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// tenDigits is a file whose bytes say where they stand.
const tenDigits = "0123456789"

// rangesChecks are about a part of a file: what a player asks for when one
// jumps, and a download that goes on where it broke off.
var rangesChecks = []check.Check{
	{
		Name:  "range",
		Title: "a range of a file is answered with 206 and exactly those bytes",
		Level: check.Beyond,
		Needs: []string{"next-client"},
		Why:   "bytes=7- is how a download goes on (RFC 9110, section 14; SimpleHTTPServer sends all again)",
		Hint:  "first and last are both included; -3 are the last three; an end behind the file's end is its end",
		Try:   "curl -i -r 2-4 http://127.0.0.1:8000/digits.txt",
		Run: func(t *check.T) {
			t.File("digits.txt", tenDigits)
			for _, c := range [][3]string{{"0-4", "0-4", "01234"}, {"7-", "7-9", "789"}, {"-3", "7-9", "789"}, {"5-1000", "5-9", "56789"}, {"0-0", "0-0", "0"}, {"-99", "0-9", tenDigits}, {"9-9", "9-9", "9"}} {
				r := ranged(t, "bytes="+c[0]).WantStatus(206)
				r.WantField("Content-Range", "bytes "+c[1]+"/10").WantBody(c[2])
				t.Fold("Range: bytes=%s is right", c[0])
			}
		},
	},
	{
		Name:  "range-in-1.0",
		Title: "HTTP/1.0 gets its range, too",
		Level: check.Beyond,
		Needs: []string{"range"},
		Why:   "nginx asks so on behalf of others (proxy_pass): without it, no player behind it can jump, and no download goes on",
		Hint:  "a Range is obeyed whatever the version is",
		Try:   "curl -0 -i -r 2-4 http://127.0.0.1:8000/digits.txt",
		Run: func(t *check.T) {
			t.File("digits.txt", tenDigits)
			http1.Do(t, "GET /digits.txt HTTP/1.0\r\nRange: bytes=2-4\r\n\r\n").WantStatus(206).WantField("Content-Range", "bytes 2-4/10").WantBody("234")
		},
	},
	{
		Name:  "range-behind-the-end",
		Title: "a range behind the end of the file is answered with 416",
		Level: check.Beyond,
		Needs: []string{"range"},
		Why:   "the client learns how long the file is now, and that it has it all (RFC 9110, section 15.5.17)",
		Hint:  "416 with Content-Range: bytes */SIZE where not one byte of the range exists",
		Try:   "curl -i -r 10- http://127.0.0.1:8000/digits.txt",
		Run: func(t *check.T) {
			t.File("digits.txt", tenDigits)
			for _, which := range []string{"10-", "10-20", "-0", "99999999999999999999999-"} {
				ranged(t, "bytes="+which).WantStatus(416).WantField("Content-Range", "bytes */10")
				t.Fold("Range: bytes=%s is right", which)
			}
		},
	},
	{
		Name:  "range-not-understood",
		Title: "a range that is none is ignored",
		Level: check.Beyond,
		Needs: []string{"range"},
		Why:   "a server may always send the whole file (RFC 9110, section 14.2); an error helps nobody",
		Hint:  "200 and the whole file for another unit, for nonsense, and for more ranges than are reasonable",
		Try:   "curl -i -H 'Range: lines=0-1' http://127.0.0.1:8000/digits.txt",
		Run: func(t *check.T) {
			t.File("digits.txt", tenDigits)
			for _, value := range []string{"lines=0-1", "bytes=a-b", "bytes=", "bytes=-", "bytes=4-2", "bytes 0-4", "bytes=0-99999999999999999999999", "bytes=+1-2", "bytes=0x0-0x4"} {
				r := ranged(t, value)
				if value == "bytes=0-99999999999999999999999" && r.Status == 206 {
					r.WantField("Content-Range", "bytes 0-9/10")
				} else {
					r.WantStatus(200)
				}
				r.WantBody(tenDigits)
				t.Fold("Range: %s is right", value)
			}
			ranged(t, "bytes="+strings.Repeat("0-0,", 999)+"0-0").WantStatus(200).WantBody(tenDigits)
		},
	},
	{
		Name:  "range-of-head",
		Title: "Range means nothing to HEAD",
		Level: check.Beyond,
		Needs: []string{"range", "head"},
		Why:   "only GET has ranges (RFC 9110, section 14.2)",
		Hint:  "look at Range in do_GET only",
		Try:   "curl -I -r 2-4 http://127.0.0.1:8000/digits.txt",
		Run: func(t *check.T) {
			t.File("digits.txt", tenDigits)
			r := http1.Do(t, "HEAD /digits.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\nRange: bytes=2-4\r\n\r\n")
			r.WantStatus(200).WantField("Content-Length", "10")
		},
	},
	{
		Name:  "if-range",
		Title: "a range of a file that has changed is the whole file; of one that has not, the range",
		Level: check.Beyond,
		Needs: []string{"range", "last-modified"},
		Why:   "half of the old file and half of the new make nothing (RFC 9110, section 13.1.5)",
		Hint:  "If-Range holds the Last-Modified that the client has: another one, and Range is ignored",
		Try:   "curl -i -r 2-4 -H 'If-Range: Mon, 01 Jun 2015 00:00:00 GMT' http://127.0.0.1:8000/digits.txt",
		Run: func(t *check.T) {
			t.File("digits.txt", tenDigits)
			ranged(t, "bytes=2-4\r\nIf-Range: Mon, 01 Jun 2015 00:00:00 GMT").WantStatus(200).WantBody(tenDigits)
			ranged(t, `bytes=2-4`+"\r\n"+`If-Range: "another"`).WantStatus(200).WantBody(tenDigits)
			t.Fold("of a file that has changed since, all of it came")
			june(t)
			http1.Do(t, "GET /june.txt HTTP/1.1\r\nRange: bytes=4-8\r\nIf-Range: "+juneDate+"\r\nHost: a\r\nConnection: close\r\n\r\n").WantStatus(206).WantBody("bytes")
		},
	},
	{
		Name:  "range-of-nothing",
		Title: "an empty file has no range",
		Level: check.Beyond,
		Needs: []string{"range", "empty-file"},
		Why:   "0-0 asks for one byte, and there is none",
		Hint:  "416 and bytes */0, or 200 and nothing; not a negative length",
		Try:   "touch empty; curl -i -r 0-0 http://127.0.0.1:8000/empty",
		Run: func(t *check.T) {
			t.File("digits.txt", "")
			ranged(t, "bytes=0-0").WantStatus(416, 200)
			ranged(t, "bytes=-5").WantStatus(416, 200)
		},
	},
	{
		Name:  "range-beyond-4-gib",
		Title: "ranges around 2 and 4 GiB are exact",
		Level: check.Beyond,
		Needs: []string{"range"},
		Why:   "2,147,483,648 and 4,294,967,296 are where 32-bit numbers end; films are longer",
		Hint:  "64 bits for sizes and offsets",
		Try:   "truncate -s 5G film; curl -s -r 4294967295-4294967300 http://127.0.0.1:8000/film | xxd",
		Run: func(t *check.T) {
			marked := []int64{1<<31 - 2, 1<<32 - 2}
			sparse(t, "digits.txt", 5<<30, marked...)
			for _, at := range marked {
				r := ranged(t, fmt.Sprintf("bytes=%d-%d", at, at+3)).WantStatus(206)
				r.WantField("Content-Range", fmt.Sprintf("bytes %d-%d/%d", at, at+3, int64(5<<30))).WantBody("here")
			}
		},
	},
}

// ranged asks for a part of digits.txt on a connection of its own.
func ranged(t *check.T, value string) *http1.Response {
	// Range comes first: a story shows how a request begins.
	return http1.Do(t, "GET /digits.txt HTTP/1.1\r\nRange: "+value+"\r\nHost: a\r\nConnection: close\r\n\r\n")
}

// sparse makes a file of size bytes that takes no room: holes, and the word
// here at each offset of marked.
func sparse(t *check.T, name string, size int64, marked ...int64) {
	file, err := os.Create(filepath.Join(t.Dir(), name))
	t.Must(err)
	defer file.Close()
	if err := file.Truncate(size); err != nil {
		t.Skip("no file of %d bytes can be made here: %v", size, err)
	}
	for _, at := range marked {
		if _, err := file.WriteAt([]byte("here"), at); err != nil {
			t.Skip("no byte can be written at %d: %v", at, err)
		}
	}
	t.Note("file %s has %d bytes, mostly holes", name, size)
}
