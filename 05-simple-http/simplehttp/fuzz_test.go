package simplehttp

import (
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A name never rises above the root, whatever the target; and where net/url can
// read the target's escapes, both read the same.
func FuzzTranslatePath(f *testing.F) {
	for _, target := range []string{
		"/", "", "/a.txt", "/sub/", "/../x", "/%2e%2e/x", "/..%2fx", "/..%5cx", "/%252e%252e/x", "//etc/passwd",
		"/a?b/../c", "/a#b", "/%", "/%zz", "/%4", "/a%00b", "/%ff", "/a/./b//c/../d/", "a/../../b", "/sub/.", "/sub/..", "/...", "*",
	} {
		f.Add(target)
	}
	var h RequestHandler
	f.Fuzz(func(t *testing.T, target string) {
		name := h.TranslatePath(target)
		require.NotEmpty(t, name)
		require.False(t, strings.HasPrefix(name, "/"), "%q", name)
		for segment := range strings.SplitSeq(strings.TrimSuffix(name, "/"), "/") {
			require.NotEqual(t, "..", segment, "%q", name)
			require.NotEmpty(t, segment, "%q", name)
			require.True(t, segment != "." || name == ".", "%q", name)
		}
		if decoded, err := url.PathUnescape(withoutQuery(target)); err == nil {
			assert.Equal(t, path.Clean("/"+decoded), path.Clean("/"+name))
		}
	})
}

// A location stays on this server, and in its header.
func FuzzRedirect(f *testing.F) {
	for _, target := range []string{"/sub", "//evil/..%2fsub", "/\\evil", "/\r\nSet-Cookie: x", "/sub?x=1", "", "/", "///", "\\\\", "http://evil/x", "/é", "/?", "?"} {
		f.Add(target)
	}
	f.Fuzz(func(t *testing.T, target string) {
		location := withSlash(target)
		require.Regexp(t, `^/([!#$%&'()*+,\-.0-9:;=?@A-Z\[\]_a-z~][!-~]*)?$`, location)
		require.NotContains(t, location, `\`)
	})
}

var oneRange = regexp.MustCompile(`(?i)^bytes=[ \t]*(\d+-\d*|-\d+)[ \t]*$`)

// A part lies in the file, and only what reads as one range gets a part.
func FuzzParseRange(f *testing.F) {
	for _, header := range []string{
		"bytes=0-4", "bytes=7-", "bytes=-3", "bytes=5-1000", "bytes=10-", "bytes=-0", "lines=0-1", "bytes=0-1,3-4", "bytes=", "bytes=-",
		"bytes=99999999999999999999999-", "bytes=0-99999999999999999999999", "bytes=-99999999999999999999999", "bytes= 0-4 ", "bytes=4-2",
	} {
		for _, size := range []int64{0, 1, 10, 1 << 31, 1<<63 - 1} {
			f.Add(header, size)
		}
	}
	f.Fuzz(func(t *testing.T, header string, size int64) {
		if size < 0 {
			return
		}
		part, status := parseRange(header, size)
		if status != 200 {
			require.Regexp(t, oneRange, header)
		}
		if status == 206 {
			require.GreaterOrEqual(t, part.start, int64(0))
			require.Positive(t, part.length)
			require.LessOrEqual(t, part.length, size-part.start)
		}
	})
}

// We read no date that net/http does not, and mean the same by it.
func FuzzParseDate(f *testing.F) {
	for _, value := range []string{
		"Mon, 01 Jun 2015 11:42:33 GMT", "Monday, 01-Jun-15 11:42:33 GMT", "Mon Jun  1 11:42:33 2015", "Mon Jun 11 11:42:33 2015",
		"Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 01 Jan 0000 00:00:00 GMT", "Friday, 31-Dec-99 23:59:59 GMT", "Mon, 31 Jun 2015 11:42:33 GMT",
		"Mon, 01 Jun 2015 11:42:33 +0200", "", "yesterday",
	} {
		f.Add(value)
	}
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		date, ok := parseDate(value, now)
		if !ok {
			return
		}
		theirs, err := http.ParseTime(value)
		require.NoError(t, err)
		years := theirs.Year() - date.Year()
		require.True(t, date.AddDate(years, 0, 0).Equal(theirs) || date.Month() == time.February)
		require.Zero(t, years%100, "a year of two digits may be in another century")
		require.True(t, years == 0 || !date.After(now.AddDate(50, 0, 0)))
	})
}

// A list matches only if the tag stands in it, and a strong match is a weak one.
func FuzzEntityTags(f *testing.F) {
	for _, list := range []string{
		`"tag"`, `W/"tag"`, `"a","tag"`, `"a" , W/"tag"`, `"a,b", "tag"`, `tag`, `"tag`, `*`, ``, `,`, `"a"x"tag"`, `w/"tag"`, "\"\xff\"", `"t ag"`,
	} {
		f.Add(list, "tag")
	}
	f.Fuzz(func(t *testing.T, list, opaque string) {
		if strings.ContainsAny(opaque, "\"\x7f") || strings.ContainsFunc(opaque, func(r rune) bool { return r <= ' ' }) {
			return
		}
		tag := `"` + opaque + `"`
		strong, weak := matchesTag([]string{list}, tag, strongly), matchesTag([]string{list}, tag, weakly)
		require.True(t, weak || !strong)
		require.True(t, !weak || list == "*" || strings.Contains(list, tag), "%q in %q", tag, list)
		require.True(t, matchesTag([]string{`"other", ` + tag}, tag, strongly))
		require.False(t, matchesTag([]string{"W/" + tag}, tag, strongly))
		require.False(t, list != "*" && matchesTag([]string{list}, "W/"+tag, strongly))
	})
}
