// Package program starts the program under check, waits for it, captures what
// it prints, and ends it with everything that it has started.
package program

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Command says how a program under check is started.
type Command struct {
	Args     []string // words in which the placeholders of Place.Fill are filled in
	Env      []string // NAME=value, in addition to the harness' own environment
	Contract bool     // it takes the flags of its stage, as our own stages do
}

// Place is where one run of a program happens: the address it serves (or
// calls, if it is a client) and the directory it is given.
type Place struct {
	Host string
	Port int
	Dir  string // empty where the stage has none

	Protocol string // the version of HTTP that it is to speak
	App      string // "app" where stage 06's application is asked for, "hello" elsewhere
	Message  string // what a client is to send
}

// Addr returns the place's HOST:PORT.
func (p Place) Addr() string { return net.JoinHostPort(p.Host, strconv.Itoa(p.Port)) }

// Fill returns words with {host} {port} {addr} {dir} {protocol} {message} {app} replaced.
func (p Place) Fill(words []string) []string {
	filled := make([]string, len(words))
	replace := strings.NewReplacer("{host}", p.Host, "{port}", strconv.Itoa(p.Port), "{addr}", p.Addr(), "{dir}", p.Dir, "{protocol}", p.Protocol, "{message}", p.Message, "{app}", p.App)
	for i, word := range words {
		filled[i] = replace.Replace(word)
	}
	return filled
}

// Mentions reports whether a word of the command contains one of placeholders.
func (c Command) Mentions(placeholders ...string) bool {
	for _, word := range c.Args {
		for _, placeholder := range placeholders {
			if strings.Contains(word, placeholder) {
				return true
			}
		}
	}
	return false
}

// Folders returns the folders of the files that the command names.
func (c Command) Folders() []string {
	var folders []string
	for i, word := range absolute(c.Args) {
		if word != c.Args[i] || filepath.IsAbs(word) && i > 0 {
			folders = append(folders, filepath.Dir(word))
		}
	}
	return folders
}

// absolute makes each word that names an existing file absolute, so that the
// command means the same in another working directory.
func absolute(words []string) []string {
	result := make([]string, len(words))
	for i, word := range words {
		result[i] = word
		if i == 0 && filepath.Base(word) == word {
			continue // found on PATH
		}
		info, err := os.Stat(word)
		if err != nil || info.IsDir() {
			continue
		}
		if path, err := filepath.Abs(word); err == nil {
			result[i] = path
		}
	}
	return result
}
