// Package lang says things to a person in the language that the person reads.
//
// What is said is a Format: a sentence in English, with the verbs of package fmt
// where something goes in. It is the key of its translations, too, which are found
// in the files that a program embeds:
//
//	t.Fail("wanted %d bytes", n)             a parameter of type Format
//	lang.Say("%d of %d pass", 3, 4).In(l)    the same as a value, said in l
//
// A Text is not said before somebody asks for it in a language: a report may be
// wanted in two.
package lang

import (
	"fmt"
	"slices"
)

// Format is a sentence in English with the verbs of package fmt. Where nothing goes
// in, a % stands for itself.
type Format string

// Text is a sentence with what goes into it. The zero Text says nothing.
type Text struct {
	Format Format
	Args   []any // a Text or an Error among them is said in the same language
}

// sayer is what goes into a Text and has a language of its own.
type sayer interface{ In(Language) string }

// Say returns the Text of format and args.
func Say(format Format, args ...any) Text { return Text{format, args} }

// verbatim is the Format of what no language changes.
const verbatim Format = "%s"

// Verbatim returns a Text that is the same in each language: bytes, a path, the
// words of the system.
func Verbatim(text string) Text {
	if text == "" {
		return Text{}
	}
	return Text{verbatim, []any{text}}
}

// In returns the text in language, or in English where it has no translation.
func (t Text) In(language Language) string {
	format := language.translate(t.Format)
	if len(t.Args) == 0 {
		return format
	}
	args := slices.Clone(t.Args)
	for i, arg := range args {
		switch arg := arg.(type) {
		case sayer:
			args[i] = arg.In(language)
		case error:
			args[i] = Of(arg).In(language)
		}
	}
	return fmt.Sprintf(format, args...)
}

// String returns the text in English.
func (t Text) String() string { return t.In(English) }

// IsZero reports whether t says nothing.
func (t Text) IsZero() bool { return t.Format == "" }

// Or returns a list of which one is meant: "200 or 206".
func Or[T any](items ...T) Text { return list("%v or %v", items) }

// And returns a list of which all are meant: "here and there".
func And[T any](items ...T) Text { return list("%v and %v", items) }

func list[T any](two Format, items []T) Text {
	if len(items) == 0 {
		return Text{}
	}
	all := Say("%v", items[0])
	for _, item := range items[1:] {
		all = Say(two, all, item)
	}
	return all
}
