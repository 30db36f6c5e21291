package simplehttp

import (
	"math"
	"testing"
	"time"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
	"github.com/stretchr/testify/assert"
)

func TestSizes(t *testing.T) {
	for size, want := range map[int64]string{
		0: "0 B", 1: "1 B", 1023: "1023 B",
		1024: "1.0 KiB", 1535: "1.4 KiB", 1536: "1.5 KiB", 10239: "9.9 KiB", 10240: "10 KiB", 1<<20 - 1: "1023 KiB",
		1 << 20: "1.0 MiB", 123456789: "117 MiB", 1 << 30: "1.0 GiB", 5 << 40: "5.0 TiB", 1 << 50: "1.0 PiB", 1<<63 - 1: "7.9 EiB",
	} {
		assert.Equal(t, want, string(appendSize(nil, size)))
	}
}

func TestMinutes(t *testing.T) {
	clock := minuteClock{minute: math.MinInt64}
	for _, seconds := range []int64{0, 59, 60, -1, -60, -61, 1433158953, 253402300800, -62135596801} {
		want := time.Unix(seconds, 0).Format("2006-01-02 15:04")
		assert.Equal(t, want, string(clock.append(nil, seconds)))
		assert.Equal(t, want, string(clock.append(nil, seconds)), "remembered")
	}
}

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"plain":               "plain",
		`<a href="x">&'`:      "&lt;a href=&#34;x&#34;&gt;&amp;&#39;",
		"日本語\u2028":           "日本語\u2028",
		"a\xff\xfeb\xe6\x97":  "a\ufffd\ufffdb\ufffd\ufffd",
		"a\r\nb":              "a&#13;\nb",
		"photo\u202egpj.exe":  "photo\ufffdgpj.exe", // or it would read photoexe.jpg
		"\u2067a\u2069\u200f": "\ufffda\ufffd\ufffd",
		"עברית👨\u200d👩":       "עברית👨\u200d👩",
	} {
		assert.Equal(t, want, string(appendText(nil, text)))
	}
}

func TestSummary(t *testing.T) {
	defer func(local *time.Location) { time.Local = local }(time.Local)
	time.Local = time.FixedZone("CST", 8*60*60)
	file := func(size int64) beneath.Entry { return beneath.Entry{Regular: true, Size: size} }
	for want, entries := range map[string][]beneath.Entry{
		"This directory is empty.":                                                         nil,
		"1 file, 2 B. Times are in CST (UTC+08:00).":                                       {file(2)},
		"2 files, 3 B. Times are in CST (UTC+08:00).":                                      {file(2), file(1)},
		"1 directory. Times are in CST (UTC+08:00).":                                       {{Directory: true}},
		"1 directory, 1 file, 0 B, 2 that cannot be opened. Times are in CST (UTC+08:00).": {{}, file(0), {Link: true}, {Directory: true, Link: true}},
		"3 that cannot be opened. Times are in CST (UTC+08:00).":                           {{}, {}, {}},
		"3 files, 7.9 EiB. Times are in CST (UTC+08:00).":                                  {file(1<<63 - 1), file(1<<63 - 1), file(1)},
	} {
		assert.Equal(t, want, string(appendSummary(nil, entries)))
	}
}

func TestTimeZone(t *testing.T) {
	defer func(local *time.Location) { time.Local = local }(time.Local)
	for name, want := range map[string]string{
		"UTC": "UTC", "Asia/Shanghai": "CST (UTC+08:00)", "Asia/Kathmandu": "UTC+05:45", "Europe/Berlin": "CET (UTC+01:00) and CEST (UTC+02:00)",
		"America/St_Johns": "NST (UTC-03:30) and NDT (UTC-02:30)",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Skip("no table of time zones: ", err)
		}
		time.Local = zone
		assert.Equal(t, want, timeZone())
	}
}
