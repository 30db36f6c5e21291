package board

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/words"
)

func at(check string, passed int) []Stage {
	number, _, _ := strings.Cut(check, "/")
	return []Stage{{Number: number, Passed: passed, Total: 69, Check: check}}
}

func newBoard(t *testing.T, file string) *Board {
	b, err := Open(file)
	require.NoError(t, err)
	return b
}

func post(t *testing.T, url, contentType, body string) (status int, said string) {
	answer, err := http.Post(url+"/report", contentType, strings.NewReader(body))
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

func get(t *testing.T, url string) string {
	answer, err := http.Get(url)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(text)
}

func TestTheCheckThatHoldsMostPeopleUpComesFirst(t *testing.T) {
	b := newBoard(t, "")
	require.NoError(t, b.Take(Report{"Ann", at("04/head", 12)}))
	for _, name := range []string{"Ben", "Cy", "Di"} {
		require.NoError(t, b.Take(Report{name, at("04/split-request", 17)}))
	}
	people, obstacles := b.view()
	require.Len(t, people, 4)
	assert.Equal(t, "Ann", people[0].Name)
	assert.Equal(t, obstacle{"04/split-request", "a request may arrive in pieces", []string{"Ben", "Cy", "Di"}}, obstacles[0])
	assert.Equal(t, "04/head", obstacles[1].Check)
}

func TestMinutesCountFromTheArrivalAtACheck(t *testing.T) {
	b := newBoard(t, "")
	clock := time.Date(2015, 6, 1, 11, 0, 0, 0, time.UTC)
	b.now = func() time.Time { return clock }
	later := func(minutes int, stages []Stage) standing {
		clock = clock.Add(time.Duration(minutes) * time.Minute)
		if stages != nil {
			require.NoError(t, b.Take(Report{"Ann", stages}))
		}
		people, _ := b.view()
		return people[0]
	}
	later(0, at("04/head", 12))
	assert.Equal(t, 4, later(4, at("04/head", 12)).Minutes)
	s := later(7, nil)
	assert.Equal(t, 11, s.Minutes)
	assert.True(t, s.Stuck)
	assert.Zero(t, later(1, at("04/headers", 15)).Minutes)
	s = later(1, []Stage{{Number: "04", Passed: 69, Total: 69}})
	assert.True(t, s.Done)
}

// Of a report about all six, the first stage that is not done is what is worked on.
func TestAReportOfAllStagesIsAboutTheFirstThatIsNotDone(t *testing.T) {
	b := newBoard(t, "")
	require.NoError(t, b.Take(Report{"Ann", []Stage{
		{Number: "01", Passed: 13, Total: 13}, {Number: "02", Passed: 3, Total: 10, Check: "02/patience", TODO: 3}, {Number: "03", Total: 8, Check: "03/decode-ports"},
	}}))
	people, _ := b.view()
	assert.Equal(t, "02/patience", people[0].Stage.Check)
	assert.Equal(t, []mark{{"01", true, true}, {"02", false, true}, {"03", false, true}, {"04", false, false}, {"05", false, false}, {"06", false, false}}, people[0].Stages)
}

func TestARestartLosesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "board.json")
	require.NoError(t, newBoard(t, file).Take(Report{"Ann", at("04/head", 12)}))
	require.NoError(t, newBoard(t, file).Take(Report{"Ben", at("01/echo", 1)}))
	people, _ := newBoard(t, file).view()
	require.Len(t, people, 2)
	assert.Equal(t, "04/head", people[0].Stage.Check)
}

func TestAFileThatIsNoBoardIsLeftAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "letter.txt")
	require.NoError(t, os.WriteFile(file, []byte("Dear Ann"), 0o644))
	_, err := Open(file)
	assert.ErrorContains(t, err, "is no board")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "Dear Ann", string(text))
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	server := httptest.NewServer(newBoard(t, "").Handler())
	defer server.Close()
	for body, want := range map[string]string{
		`{"name":"Ann","stages":[{"stage":"04","passed":1,"total":69,"check":"04/nope"}]}`: "has no check",
		`{"name":"Ann","stages":[{"stage":"04","passed":1,"total":69,"check":"01/echo"}]}`: "has no check",
		`{"name":"Ann","stages":[{"stage":"07","passed":1,"total":69}]}`:                   "there is no stage",
		`{"name":"Ann","stages":[{"stage":"04","passed":70,"total":69}]}`:                  "numbers that cannot be",
		`{"name":"Ann","stages":[{"stage":"04","passed":-1,"total":69}]}`:                  "numbers that cannot be",
		`{"name":"Ann","stages":[]}`:                                     "about no stage",
		`{"name":" \u0007\u202e ","stages":[{"stage":"04","total":69}]}`: "no name",
		`not JSON`: "that is no report",
		`{"name":"` + strings.Repeat("a", MaxReport) + `","stages":[{"stage":"04","total":69}]}`: "request body too large",
	} {
		status, said := post(t, server.URL, "application/json", body)
		assert.Equal(t, 400, status, body[:min(len(body), 100)])
		assert.Contains(t, said, want)
	}
	status, _ := post(t, server.URL, "text/plain", `{}`)
	assert.Equal(t, 415, status, "what a page of another site could send without asking")
	assert.Contains(t, get(t, server.URL), "Nobody yet")
}

func TestNamesAreShortAndEscaped(t *testing.T) {
	server := httptest.NewServer(newBoard(t, "").Handler())
	defer server.Close()
	for sent, shown := range map[string]string{
		"<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
		"Zoë\n\u202eevil \x00 X":    "Zoë evil X",
		"高粱 和 小麦":                   "高粱 和 小麦",
		strings.Repeat("m", 500):    strings.Repeat("m", MaxName) + "<",
	} {
		text, err := json.Marshal(Report{sent, at("04/head", 12)})
		require.NoError(t, err)
		status, said := post(t, server.URL, "application/json", string(text))
		require.Equal(t, 204, status, said)
		assert.Contains(t, get(t, server.URL+"/people"), "<bdi>"+shown)
	}
	assert.NotContains(t, get(t, server.URL), "<script>alert")
}

func TestPeopleBeyondTheLimitAreRefused(t *testing.T) {
	b := newBoard(t, "")
	for i := range MaxPeople {
		require.NoError(t, b.Take(Report{fmt.Sprint("person ", i), at("04/head", 12)}))
	}
	assert.Equal(t, ErrFull, b.Take(Report{"one more", at("04/head", 12)}))
	assert.NoError(t, b.Take(Report{"person 7", at("04/headers", 13)}), "who is there stays there")
}

func TestAPageHearsOfEachReport(t *testing.T) {
	b := newBoard(t, "")
	server := httptest.NewServer(b.Handler())
	defer server.Close()
	answer, err := http.Get(server.URL + "/events")
	require.NoError(t, err)
	defer answer.Body.Close()
	assert.Equal(t, "text/event-stream", answer.Header.Get("Content-Type"))
	lines := bufio.NewReader(answer.Body)
	event := func() string {
		var event strings.Builder
		for line := ""; line != "\n"; event.WriteString(line) {
			line, err = lines.ReadString('\n')
			require.NoError(t, err)
		}
		return event.String()
	}
	const news = "retry: 1000\ndata:\n\n" // whoever loses the board looks again after a second
	assert.Equal(t, news, event(), "at once: the page may be old")
	require.NoError(t, b.Take(Report{"Ann", at("04/head", 12)}))
	assert.Equal(t, news, event())
}

// A page is in the language of its reader's browser, unless the board was told one.
func TestThePageIsInItsReadersLanguage(t *testing.T) {
	b := newBoard(t, "")
	_, zh := words.Languages.Match("zh")
	require.NoError(t, b.Take(Report{"Ann", at("04/head", 12)}))
	page := func(accept string) string {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", accept)
		w := httptest.NewRecorder()
		b.Handler().ServeHTTP(w, r)
		return w.Body.String()
	}
	assert.Contains(t, page("zh-CN,zh;q=0.9,en;q=0.8"), `<html lang="zh">`)
	assert.Contains(t, page("zh-CN,zh;q=0.9,en;q=0.8"), "<h1>大家都做到哪里了</h1>")
	assert.Contains(t, page("de,en;q=0.8"), "<h1>Where everybody is</h1>")
	assert.Contains(t, page(""), "<h1>Where everybody is</h1>")
	b.Language = zh
	assert.Contains(t, page(""), "<h1>大家都做到哪里了</h1>")
	assert.Contains(t, page("en"), "<h1>Where everybody is</h1>")
	b.Always = true
	assert.Contains(t, page("en"), "<h1>大家都做到哪里了</h1>")
}
