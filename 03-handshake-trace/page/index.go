package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

//go:embed index.html
var indexHTML string

var indexTemplate = template.Must(template.New("index").Parse(indexHTML + saidHTML))

// Entry is a page that the index leads to.
type Entry struct {
	File  string // without .html
	Title string
	Trace *timeline.Trace // for the small picture; nil for none
}

// entry is what the template asks for.
type entry struct {
	File, Title string
	Lesson      said
	Arrows      []thumbnail
}

// thumbnail is a segment in the small picture.
type thumbnail struct{ Class, Path string }

// WriteIndex writes the page that leads to others: scenarios in the lesson's
// order, then what is no scenario.
func WriteIndex(w io.Writer, entries []Entry) error {
	var scenarios, more []entry
	for _, s := range scenario.All {
		for _, e := range entries {
			if e.File == s.Name {
				scenarios = append(scenarios, entry{e.File, e.Title, say(lang.Say(s.Lesson)), thumbnails(e.Trace)})
			}
		}
	}
	for _, e := range entries {
		if _, known := scenario.Find(e.File); !known {
			more = append(more, entry{File: e.File, Title: e.Title, Arrows: thumbnails(e.Trace)})
		}
	}
	return indexTemplate.Execute(w, struct {
		frame
		Scenarios, More []entry
		Words           map[string]map[string]string
	}{list, scenarios, more, vocabulary})
}

// Measures of the small picture, in pixels; flight is how far an arrow leads
// down.
const (
	thumbWide   = 100
	thumbHigh   = 64
	thumbMost   = 16
	thumbFlight = 8
)

// thumbnails draws the segments of a trace, evenly one below the other.
func thumbnails(trace *timeline.Trace) []thumbnail {
	if trace == nil {
		return nil
	}
	segments := trace.Segments()
	segments = segments[:min(len(segments), thumbMost)]
	var drawn []thumbnail
	for i, s := range segments {
		y := 3 + float64(i)*float64(thumbHigh-thumbFlight-6)/float64(max(len(segments)-1, 1))
		from, to := 6.0, float64(thumbWide-6)
		if s.From == timeline.Server {
			from, to = to, from
		}
		if s.Lost {
			to = (from + to) / 2
		}
		drawn = append(drawn, thumbnail{class(s), fmt.Sprintf("M%.0f %.1fL%.0f %.1f", from, y, to, y+thumbFlight)})
	}
	return drawn
}

// class is what a segment does.
func class(s *timeline.Segment) string {
	switch {
	case s.Lost:
		return "lost"
	case s.Flags.Has(segment.RST):
		return "rst"
	case s.Flags.Has(segment.SYN):
		return "syn"
	case s.Flags.Has(segment.FIN):
		return "fin"
	case s.Length > 0:
		return "data"
	}
	return "ack"
}
