package board

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"example.com/socket-tutorial/harness/lang"
)

// Open returns the board that is kept in file, or a new one where there is no such
// file. An empty name is a board that is kept nowhere.
func Open(file string) (*Board, error) {
	b := &Board{now: time.Now, file: file, people: map[string]*person{}, listeners: map[chan struct{}]bool{}}
	if file == "" {
		return b, nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var people []*person
	if err := json.NewDecoder(io.LimitReader(f, maxStoredFile)).Decode(&people); err != nil {
		return nil, lang.Errorf("%s is no board: %v; choose another -file", file, err)
	}
	for _, p := range people {
		if b.isSound(p) {
			b.people[p.Name] = p
		}
	}
	return b, nil
}

// isSound reports whether a person from a file is one that a report could have
// made: the checks may have other names by now.
func (b *Board) isSound(p *person) bool {
	if p == nil || len(b.people) >= MaxPeople || p.Stages == nil {
		return false
	}
	for number, stage := range p.Stages {
		r, err := clean(Report{Name: p.Name, Stages: []Stage{stage}})
		if err != nil || number != stage.Number || r.Name != p.Name {
			return false
		}
	}
	_, known := p.Stages[p.Now]
	return known
}

// save writes everybody to the file, which is replaced as a whole: whoever pulls
// the plug finds the old one or the new one.
func (b *Board) save() error {
	if b.file == "" {
		return nil
	}
	people := []*person{}
	for _, p := range b.people {
		people = append(people, p)
	}
	text, err := json.Marshal(people)
	if err != nil {
		return err
	}
	beside := b.file + ".new"
	if err := os.WriteFile(beside, text, 0o644); err != nil {
		return err
	}
	return os.Rename(beside, b.file)
}
