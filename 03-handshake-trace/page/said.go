package page

import (
	_ "embed"
	"encoding/json"

	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

// said is a text in each language, by the language's tag; in English alone where
// it is the same in all.
type said map[string]string

func say(text lang.Text) said {
	all := said{lang.English.Tag(): text.String()}
	for _, language := range words.All() {
		if translated := text.In(language); translated != text.String() {
			all[language.Tag()] = translated
		}
	}
	return all
}

// en.json is what the script and the templates say, by the names that they have
// for it. What stands in braces they fill in.
//
//go:embed en.json
var english []byte

// own are the texts of en.json.
var own = func() (texts map[string]lang.Format) {
	if err := json.Unmarshal(english, &texts); err != nil {
		panic(err) // it is compiled in
	}
	return texts
}()

// Formats returns what a translation must have beside what stands in the code.
func Formats() (all []lang.Format) {
	for _, text := range own {
		all = append(all, text)
	}
	return all
}

// vocabulary is what the script says, by language.
var vocabulary = func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range words.All() {
		table := map[string]string{}
		for name, text := range own {
			table[name] = lang.Say(text).In(language)
		}
		all[language.Tag()] = table
	}
	return all
}()
