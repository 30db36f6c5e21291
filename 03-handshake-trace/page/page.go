// Package page writes a trace as a page on which it is played: one file that
// asks for nothing, with a script that moves along the time line, and the ladder
// as a table for whoever has no script or prints it.
//
//	page.go      what is written
//	data.go      the trace as the script reads it
//	told.go      when a sentence has become true
//	said.go      the languages, all of which are on each page
//	table.go     the ladder as a table
//	inline.go    scripts and style in one piece, and the policy that allows them
//	index.go     the page that leads to the others
//	player.js    begin here: time, and the keys
package page

import (
	_ "embed"
	"html/template"
	"io"
	"slices"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML + saidHTML))

// saidHTML writes a text in each language, of which the script shows one.
const saidHTML = `{{define "said"}}{{if eq (len .) 1}}{{.en}}{{else}}{{range $tag, $text := .}}<span data-in="{{$tag}}" lang="{{$tag}}"{{if ne $tag "en"}} hidden{{end}}>{{$text}}</span>{{end}}{{end}}{{end}}`

// content is what the template of a page asks for.
type content struct {
	frame
	Name, Title    string
	Seen, Lesson   said // Lesson is in one line
	Client, Server end
	Omitted        said // what is said of segments that are left out, if any are
	Told           []told
	Rows           []row
	Data           data
}

type end struct{ Name, Address string }

// Write writes a trace as a page. A trace that is too long for one is cut, and
// the page says so.
func Write(w io.Writer, trace *timeline.Trace) error { return WriteBeginning(w, trace, 0) }

// WriteBeginning writes the beginning of a connection, of which so many segments
// more follow.
func WriteBeginning(w io.Writer, trace *timeline.Trace, more int) error {
	shown, omitted := cut(withoutRepetitions(trace))
	omitted += more
	about := content{
		frame:  player,
		Name:   trace.Title,
		Title:  string(own["title.plain"]),
		Lesson: say(trace.Seen),
		Seen:   say(lang.Say("%s: %s", trace.Title, trace.Seen)),
		Client: end{"client", trace.Address[timeline.Client].String()},
		Server: end{"server", trace.Address[timeline.Server].String()},
		Told:   tell(shown),
		Rows:   rows(shown),
		Data:   newData(shown),
	}
	if slices.ContainsFunc(shown.Events, func(e timeline.Event) bool { return e.Call != nil }) {
		about.Title = string(own["title"])
	}
	if s, ok := scenario.Find(trace.Title); ok {
		about.Lesson = say(lang.Say(s.Lesson))
	}
	if omitted > 0 {
		about.Omitted = say(lang.Say("The page plays the first %d segments; %d more are not on it.", len(shown.Segments()), omitted))
	}
	return pageTemplate.Execute(w, about)
}
