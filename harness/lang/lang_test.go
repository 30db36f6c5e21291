package lang_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/lang"
)

var spoken = lang.New(fstest.MapFS{
	"zh.json": {Data: []byte(`{
		"wanted %d of %s": "应有 %[2]s 中的 %[1]d 个",
		"%v or %v": "%v 或 %v",
		"half a bottle": "半瓶",
		"port %d: %v": "端口 %d：%v"
	}`)},
	"zh.more.json": {Data: []byte(`{"100% of it": "全部"}`)},
})

func chinese(t *testing.T) lang.Language {
	t.Helper()
	matched, zh := spoken.Match("zh")
	require.True(t, matched)
	return zh
}

func TestATextIsSaidInALanguage(t *testing.T) {
	zh := chinese(t)
	for _, c := range []struct {
		text             lang.Text
		english, foreign string
	}{
		{lang.Say("wanted %d of %s", 3, lang.Say("half a bottle")), "wanted 3 of half a bottle", "应有 半瓶 中的 3 个"},
		{lang.Say("wanted %d of %s", 30000, "half a bottle"), "wanted 30000 of half a bottle", "应有 half a bottle 中的 30000 个"},
		{lang.Say("100% of it"), "100% of it", "全部"},
		{lang.Say("not translated %d", 1), "not translated 1", "not translated 1"},
		{lang.Verbatim("half a bottle"), "half a bottle", "half a bottle"},
		{lang.Or(200, 206, 304), "200 or 206 or 304", "200 或 206 或 304"},
		{lang.Text{}, "", ""},
	} {
		assert.Equal(t, c.english, c.text.String())
		assert.Equal(t, c.foreign, c.text.In(zh))
	}
}

func TestAnErrorIsSaidInALanguage(t *testing.T) {
	err := lang.Errorf("port %d: %v", 5000, lang.Errorf("half a bottle"))
	assert.EqualError(t, err, "port 5000: half a bottle")
	assert.Equal(t, "端口 5000：半瓶", lang.Of(err).In(chinese(t)))
	wrapped := lang.Errorf("port %d: %v", 1, fs.ErrNotExist)
	assert.ErrorIs(t, wrapped, fs.ErrNotExist)
	assert.Equal(t, "端口 1：file does not exist", lang.Of(wrapped).In(chinese(t)))
	assert.Equal(t, "half a bottle", lang.Of(errors.New("half a bottle")).In(chinese(t)))
	joined := lang.Errorf("port %d: %v", 1, errors.Join(lang.Errorf("half a bottle"), fs.ErrNotExist))
	assert.Equal(t, "端口 1：半瓶\nfile does not exist", lang.Of(joined).In(chinese(t)))
}

func TestTheReadersLanguage(t *testing.T) {
	for _, c := range []struct{ flag, all, messages, language, want string }{
		{"", "", "", "", "en"},
		{"", "", "", "zh_CN.UTF-8", "zh"},
		{"", "", "zh_CN.UTF-8", "en_US.UTF-8", "zh"},
		{"", "C", "zh_CN.UTF-8", "zh_CN.UTF-8", "en"},
		{"", "POSIX", "", "zh_CN", "en"},
		{"", "zh_TW.Big5", "", "", "zh"},
		{"", "zh_CN@pinyin", "", "", "zh"},
		{"", "de_DE.UTF-8", "", "zh_CN", "en"},
		{"", "nonsense here", "", "", "en"},
		{"en", "zh_CN.UTF-8", "", "", "en"},
		{"zh", "C", "", "", "zh"},
		{"zh-CN", "C", "", "", "zh"},
	} {
		t.Setenv("LC_ALL", c.all)
		t.Setenv("LC_MESSAGES", c.messages)
		t.Setenv("LANG", c.language)
		if c.want == "en" && c.flag+c.all+c.messages+c.language == "" {
			continue // the desktop's, on Windows
		}
		got, err := spoken.Choose(c.flag)
		assert.NoError(t, err)
		assert.Equal(t, c.want, got.Tag(), "%+v", c)
	}
	_, err := spoken.Choose("fr")
	assert.EqualError(t, err, "-lang fr: there are en, zh")
}

func TestTheFlagIsTakenWhereverItStands(t *testing.T) {
	for _, c := range []struct{ args, value, rest string }{
		{"01 -v", "", "01 -v"},
		{"-lang zh 01", "zh", "01"},
		{"start 01 dir --lang=zh", "zh", "start 01 dir"},
		{"-lang en 01 -lang zh", "zh", "01"},
		{"01 -- prog -lang zh", "", "01 -- prog -lang zh"},
		{"-language 01", "", "-language 01"},
	} {
		value, rest, err := lang.TakeFlag(strings.Fields(c.args))
		assert.NoError(t, err)
		assert.Equal(t, c.value, value, c.args)
		assert.Equal(t, strings.Fields(c.rest), rest)
	}
	_, _, err := lang.TakeFlag([]string{"01", "-lang"})
	assert.EqualError(t, err, "flag needs an argument: -lang")
}

func TestWrapCountsColumns(t *testing.T) {
	for _, c := range []struct {
		text            string
		columns, indent int
		want            string
	}{
		{"one two three", 8, 2, "one two\n  three"},
		{"  why   one two", 12, 8, "  why   one\n        two"},
		{"one averylongword", 8, 2, "one\n  averylongword"},
		{"  averylongword", 8, 2, "  averylongword"},
		{"套接字，三次握手", 6, 0, "套接\n字，三\n次握手"},
		{"套接字，三次握手", 8, 0, "套接字，\n三次握手"},
		{"端口 5000 已被占用", 12, 2, "端口 5000 已\n  被占用"},
		{"（见 listen）与 accept", 8, 0, "（见\nlisten）\n与\naccept"},
		{"04/split-request -addr", 10, 0, "04/split-request\n-addr"},
	} {
		got := lang.Wrap(c.text, c.columns, c.indent)
		assert.Equal(t, c.want, got)
	}
	assert.Equal(t, "套接字  |", lang.Pad("套接字", 8)+"|")
}
