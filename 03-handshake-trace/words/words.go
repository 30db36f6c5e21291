// Package words is what this stage says, in other languages: a file for each,
// zh.json, in which a sentence of the code stands beside its translation. A
// file more is a language more, of the terminal and of the page.
package words

import (
	"embed"

	"example.com/socket-tutorial/harness/lang"
)

//go:embed *.json
var files embed.FS

// Languages are those that there are words for.
var Languages = lang.New(files)

// All returns the languages, English first.
func All() []lang.Language {
	var all []lang.Language
	for _, tag := range Languages.Tags() {
		_, language := Languages.Match(tag)
		all = append(all, language)
	}
	return all
}

// List returns a list with one more in it: "1, 2, 3".
func List(list lang.Text, more any) lang.Text {
	if list.IsZero() {
		return lang.Say("%v", more)
	}
	return lang.Say("%v, %v", list, more)
}

// Paragraph returns one sentence after another, of which the second may say
// nothing.
func Paragraph(first, second lang.Text) lang.Text {
	if second.IsZero() {
		return first
	}
	return lang.Say("%s %s", first, second)
}

// Packets returns "1 packet" or "2 packets".
func Packets(count int) lang.Text {
	if count == 1 {
		return lang.Say("1 packet")
	}
	return lang.Say("%d packets", count)
}

// Segments returns "1 segment" or "2 segments".
func Segments(count int) lang.Text {
	if count == 1 {
		return lang.Say("1 segment")
	}
	return lang.Say("%d segments", count)
}
