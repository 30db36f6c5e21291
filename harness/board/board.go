// Package board is the page on which an instructor sees how far a room is: who
// is where, and which check holds most people up.
//
// The harness of each participant posts a Report after a run. Whatever arrives is
// bounded and checked: a board on a network is visited by everybody.
package board

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/stages"
)

// What one board takes, so that no participant can fill its memory or its page.
const (
	MaxPeople     = 200
	MaxName       = 32       // characters
	MaxReport     = 16 << 10 // bytes
	maxTotal      = 1000     // checks of one stage
	maxListeners  = 64       // pages that are open at a time
	maxStoredFile = 4 << 20  // bytes
)

// Report is what a participant's harness says after a run.
type Report struct {
	Name   string  `json:"name"`
	Stages []Stage `json:"stages"`
}

// Stage is how far a participant is in one stage.
type Stage struct {
	Number string `json:"stage"`            // "04"
	Passed int    `json:"passed"`           // of the checks of the whole table
	Total  int    `json:"total"`            // 0: none was run
	Check  string `json:"check,omitempty"`  // the first that failed, such as "04/head"; empty: none did
	TODO   int    `json:"todo,omitempty"`   // the number of the TODO that is for it; 0: none is
	Broken bool   `json:"broken,omitempty"` // the program could not be built or started
}

// done reports whether every check passes.
func (s Stage) done() bool { return !s.Broken && s.Check == "" && s.Total > 0 && s.Passed == s.Total }

// person is a participant, as the board keeps one.
type person struct {
	Name   string           `json:"name"`
	Stages map[string]Stage `json:"stages"` // by number
	Now    string           `json:"now"`    // the number of the stage that is worked on
	Since  time.Time        `json:"since"`  // when that stage's Check became what it is
	Seen   time.Time        `json:"seen"`   // when the last report came
}

// Board keeps what was reported. Its methods may be called at the same time.
type Board struct {
	Language lang.Language // of a page whose reader's browser names none
	Always   bool          // whatever the browser names

	now  func() time.Time
	file string // empty: it is kept nowhere

	mu        sync.Mutex
	people    map[string]*person // by name
	listeners map[chan struct{}]bool
}

// ErrFull says that nobody more is taken.
var ErrFull = lang.Errorf("the board is full: it takes %d people", MaxPeople)

// Take checks a report, keeps it, and tells those who listen. Its error says what
// is wrong with the report, or that it could not be kept.
func (b *Board) Take(r Report) error {
	r, err := clean(r)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.people[r.Name]
	if p == nil {
		if len(b.people) >= MaxPeople {
			return ErrFull
		}
		p = &person{Name: r.Name, Stages: map[string]Stage{}}
		b.people[r.Name] = p
	}
	p.take(r.Stages, b.now())
	for listener := range b.listeners {
		select {
		case listener <- struct{}{}:
		default: // it knows already that there is news
		}
	}
	return b.save()
}

// take keeps what was reported about stages. The one that is worked on is the
// first of them that is not done.
func (p *person) take(reported []Stage, now time.Time) {
	before := p.Stages[p.Now]
	at := slices.IndexFunc(reported, func(s Stage) bool { return !s.done() })
	current := reported[max(at, 0)]
	if at < 0 {
		current = reported[len(reported)-1]
	}
	if p.Now != current.Number || before.Check != current.Check || before.Broken != current.Broken {
		p.Since = now
	}
	for _, stage := range reported {
		p.Stages[stage.Number] = stage
	}
	p.Now, p.Seen = current.Number, now
}

// clean returns r with a name that can be shown, or what is wrong with it.
func clean(r Report) (Report, error) {
	r.Name = cleanName(r.Name)
	if r.Name == "" {
		return r, lang.Errorf("the report has no name")
	}
	if len(r.Stages) == 0 || len(r.Stages) > len(stages.All()) {
		return r, lang.Errorf("the report is about no stage, or about too many")
	}
	for _, s := range r.Stages {
		stage, found := stages.Find(s.Number)
		if !found || stage.Number != s.Number {
			return r, lang.Errorf("there is no stage %.20q", s.Number)
		}
		number, name, _ := strings.Cut(s.Check, "/")
		if _, found := stage.Find(name); s.Check != "" && (!found || number != s.Number) {
			return r, lang.Errorf("stage %s has no check %.40q", s.Number, s.Check)
		}
		if s.Total < 0 || s.Total > maxTotal || s.Passed < 0 || s.Passed > s.Total || s.TODO < 0 || s.TODO > maxTotal {
			return r, lang.Errorf("stage %s: numbers that cannot be", s.Number)
		}
	}
	return r, nil
}

// cleanName returns a name without what moves a reader's eye or cursor elsewhere,
// such as line ends and marks that turn the direction of writing.
func cleanName(name string) string {
	name = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case !unicode.IsPrint(c):
			return -1
		}
		return c
	}, strings.ToValidUTF8(name, ""))
	letters := []rune(strings.Join(strings.Fields(name), " "))
	return strings.TrimSpace(string(letters[:min(len(letters), MaxName)]))
}

// standing is a person as the page shows one.
type standing struct {
	Name    string
	Stage   Stage
	Done    bool
	Percent int
	Minutes int    // since Check became what it is
	Stuck   bool   // for long
	Stages  []mark // all six
}

// mark is one of the stages in a row of six.
type mark struct {
	Number     string
	Done, Seen bool
}

// obstacle is a check that holds people up.
type obstacle struct {
	Check string
	Title lang.Format
	Names []string
}

// long is after how many minutes at one check somebody may want help.
const long = 10

// view returns everybody in the order of the alphabet, which is no ranking, and
// the checks that hold somebody up, those of most people first.
func (b *Board) view() (people []standing, obstacles []obstacle) {
	b.mu.Lock()
	defer b.mu.Unlock()
	held := map[string][]string{}
	for _, p := range b.people {
		s := p.standing(b.now())
		people = append(people, s)
		if s.Stage.Check != "" {
			held[s.Stage.Check] = append(held[s.Stage.Check], p.Name)
		}
	}
	slices.SortFunc(people, func(a, b standing) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.Name, b.Name))
	})
	for address, names := range held {
		slices.Sort(names)
		obstacles = append(obstacles, obstacle{address, title(address), names})
	}
	slices.SortFunc(obstacles, func(a, b obstacle) int {
		return cmp.Or(len(b.Names)-len(a.Names), strings.Compare(a.Check, b.Check))
	})
	return people, obstacles
}

func (p *person) standing(now time.Time) standing {
	stage := p.Stages[p.Now]
	s := standing{Name: p.Name, Stage: stage, Done: stage.done(), Minutes: int(now.Sub(p.Since).Minutes())}
	if stage.Total > 0 {
		s.Percent = 100 * stage.Passed / stage.Total
	}
	s.Stuck = !s.Done && s.Minutes >= long
	for _, each := range stages.All() {
		known, seen := p.Stages[each.Number]
		s.Stages = append(s.Stages, mark{each.Number, known.done(), seen})
	}
	return s
}

// title returns that of the check with this address.
func title(address string) lang.Format {
	number, name, _ := strings.Cut(address, "/")
	stage, _ := stages.Find(number)
	c, _ := stage.Find(name)
	return c.Title
}

// listen returns a channel that is sent to when there is news, and what ends
// that; or false where too many listen.
func (b *Board) listen() (news chan struct{}, end func(), ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.listeners) >= maxListeners {
		return nil, nil, false
	}
	news = make(chan struct{}, 1)
	b.listeners[news] = true
	return news, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners, news)
	}, true
}
