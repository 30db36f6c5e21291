package page

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"regexp"
	"strings"
)

//go:embed *.js style.css
var files embed.FS

// frame is what each page has, whatever it shows.
type frame struct {
	Policy string // its Content-Security-Policy
	Names  said   // of the languages, each in its own
	Style  template.CSS
	Script template.JS
}

var (
	player = newFrame("element.js", "theme.js", "words.js", "model.js", "layout.js", "ladder.js", "ends.js", "diagram.js", "bytes.js", "predict.js", "quiz.js", "player.js")
	list   = newFrame("element.js", "theme.js", "words.js", "list.js")
)

// newFrame puts script files together, each after those that it imports.
func newFrame(scripts ...string) frame {
	var joined strings.Builder
	for _, name := range scripts {
		joined.WriteString("\n// " + name + "\n" + join(read(name)))
	}
	style, script := read("style.css"), joined.String()
	names := said{}
	for tag, words := range vocabulary {
		names[tag] = words["name"]
	}
	return frame{
		Names: names,
		// Nothing is loaded from anywhere, and no script or style runs but these two.
		// The icon is an empty one, so that no browser asks for it.
		Policy: "default-src 'none'; img-src data:; script-src " + hash(script) + "; style-src " + hash(style) +
			"; base-uri 'none'; form-action 'none'",
		Style:  template.CSS(style),
		Script: template.JS(script),
	}
}

// What makes a file a module has no meaning once all are one.
var (
	imports = regexp.MustCompile(`(?m)^import .*\n`)
	exports = regexp.MustCompile(`(?m)^export `)
)

func join(script string) string {
	return exports.ReplaceAllString(imports.ReplaceAllString(script, ""), "")
}

func read(name string) string {
	content, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it is compiled in
	}
	return string(content)
}

// hash is how a policy names a script or a style.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
