package lang

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/message/catalog"
)

// Language is one that a program speaks. The zero Language is English.
type Language struct {
	tag   language.Tag
	words *catalog.Builder // nil: English, in which the program is written
}

// English is what every Format is written in.
var English Language

// Tag returns the language's name in BCP 47: "en", "zh".
func (l Language) Tag() string {
	if l.words == nil {
		return language.English.String()
	}
	return l.tag.String()
}

// found receives a translation as it stands in the catalogue: package message,
// which would fill it in, too, groups the digits of numbers, and so of ports.
type found struct{ text string }

func (f *found) Render(text string) { f.text = text }
func (f *found) Arg(int) any        { return nil }

func (l Language) translate(format Format) string {
	if l.words == nil {
		return string(format)
	}
	var f found
	if err := l.words.Context(l.tag, &f).Execute(string(format)); err != nil {
		return string(format)
	}
	return f.text
}

// Languages are English and those that a program has translations for.
type Languages struct {
	files   fs.FS
	tags    []language.Tag
	matcher language.Matcher

	mu   sync.Mutex
	read map[language.Tag]Language
}

// New returns English and the languages of the files named TAG.json and
// TAG.PART.json: objects with an English sentence for a key and its translation for
// the value. A file is read when its language is asked for.
func New(files fs.FS) *Languages {
	l := &Languages{files: files, tags: []language.Tag{language.English}, read: map[language.Tag]Language{}}
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		panic(err) // the pattern is right
	}
	for _, name := range names {
		if tag := tagOf(name); !slices.Contains(l.tags, tag) {
			l.tags = append(l.tags, tag)
		}
	}
	l.matcher = language.NewMatcher(l.tags)
	return l
}

// tagOf returns the language of a file: of zh.json as of zh.stages.json it is zh.
func tagOf(name string) language.Tag {
	tag, _, _ := strings.Cut(path.Base(name), ".")
	return language.MustParse(tag)
}

// Tags returns the names of the languages, English first.
func (l *Languages) Tags() []string {
	var names []string
	for _, tag := range l.tags {
		names = append(names, tag.String())
	}
	return names
}

// Match returns the language that is nearest to what is wanted, the names of
// languages with the best first: "zh-CN", "zh_CN.UTF-8". matched is false where none
// is near, and the language English.
func (l *Languages) Match(wanted ...string) (matched bool, best Language) {
	var tags []language.Tag
	for _, name := range wanted {
		name, _, _ = strings.Cut(name, ".") // the character set
		name, _, _ = strings.Cut(name, "@") // a variant
		if tag, err := language.Parse(name); err == nil {
			tags = append(tags, tag)
		}
	}
	_, at, confidence := l.matcher.Match(tags...)
	if len(tags) == 0 || confidence == language.No {
		return false, English
	}
	return true, l.get(l.tags[at])
}

// Accept returns the language for a browser that sends this Accept-Language header
// (RFC 9110, section 12.5.4), or otherwise where it has none.
func (l *Languages) Accept(header string, otherwise Language) Language {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return otherwise
	}
	var names []string
	for _, tag := range tags {
		names = append(names, tag.String())
	}
	_, best := l.Match(names...)
	return best
}

// get returns the language called tag, whose files it reads the first time.
func (l *Languages) get(tag language.Tag) Language {
	if tag == language.English {
		return English
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if found, ok := l.read[tag]; ok {
		return found
	}
	words := catalog.NewBuilder(catalog.Fallback(language.English))
	for english, translation := range l.translations(tag) {
		// A text is no pattern of package catalog: ${ would be.
		if err := words.SetString(tag, english, translation); err != nil {
			panic(fmt.Sprintf("%s: %v", english, err))
		}
	}
	l.read[tag] = Language{tag, words}
	return l.read[tag]
}

// translations returns all sentences of a language. The files are part of the
// program, and tested.
func (l *Languages) translations(tag language.Tag) map[string]string {
	all := map[string]string{}
	names, _ := fs.Glob(l.files, "*.json") // the pattern is right
	for _, name := range names {
		if tagOf(name) != tag {
			continue
		}
		text, err := fs.ReadFile(l.files, name)
		if err == nil {
			err = json.Unmarshal(text, &all)
		}
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
	}
	return all
}
