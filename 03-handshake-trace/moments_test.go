package main

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/svg"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// moment is a link of a lesson to an event on a page; its title says what
// happens there.
var moment = regexp.MustCompile(`127\.0\.0\.1:8000/(\w+)\.html(?:\?lang=zh)?#event-(\d+) "([^"]*)"\)`)

// Each link leads to what it promises: a recording that was made again may have
// other numbers.
func TestMomentsOfTheLessons(t *testing.T) {
	for _, lesson := range []string{"README.md", "README.zh-CN.md"} {
		text, err := os.ReadFile(lesson)
		require.NoError(t, err)
		links := moment.FindAllStringSubmatch(string(text), -1)
		require.Len(t, links, strings.Count(string(text), "#event-"), "each link to a moment has a title")
		shown := map[string]bool{}
		for _, link := range links {
			trace, err := recorded(link[1])
			require.NoError(t, err)
			number, err := strconv.Atoi(link[2])
			require.NoError(t, err)
			require.LessOrEqual(t, number, len(trace.Events), link[0])
			assert.Equal(t, link[3], told(trace.Events[number-1]), "%s: event %d of %s", lesson, number, link[1])
			shown[link[1]] = true
		}
		for _, name := range []string{"echo", "noaccept", "backlog", "losesyn", "timewait"} {
			assert.True(t, shown[name], "%s leads to a moment of %s", lesson, name)
		}
	}
}

// told is an event as the title of a link has it.
func told(event timeline.Event) string {
	what := event.Text()
	switch event.Kind {
	case timeline.State:
		what = event.State.String()
	case timeline.Queued:
		what = event.Queues.String()
	case timeline.Leave, timeline.Arrive, timeline.Lost:
		what = event.Kind.String() + " " + strconv.Itoa(event.Segment.Number) + " " + scenario.Named(event.Segment)
	}
	return event.End.String() + " " + what
}

// The pictures of the lessons are those of the recordings, as they are drawn today.
func TestPicturesOfTheLessons(t *testing.T) {
	for _, name := range []string{"echo", "noaccept"} {
		trace, err := recorded(name)
		require.NoError(t, err)
		var drawn bytes.Buffer
		require.NoError(t, svg.Write(&drawn, trace, lang.English))
		if *update {
			require.NoError(t, os.WriteFile(name+".svg", drawn.Bytes(), 0o644))
		}
		kept, err := os.ReadFile(name + ".svg")
		require.NoError(t, err)
		text := strings.ReplaceAll(string(kept), "\r\n", "\n")
		assert.Equal(t, recordedAt.ReplaceAllString(text, "…"), recordedAt.ReplaceAllString(drawn.String(), "…"), "%s.svg: -update draws it anew", name)
	}
}
