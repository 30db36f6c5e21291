package docs

import (
	"regexp"
	"strings"
)

// step is one command of a console block and what the lesson shows after it.
type step struct {
	terminal  string // "" for $, which waits for its command's end
	command   string // "" looks again at a terminal that was opened before
	shown     []string
	interrupt bool     // ^C was pressed after shown
	lastWords []string // shown after ^C
	line      int      // in the document
}

var (
	prompt      = regexp.MustCompile(`^([a-z][a-z0-9-]*)?\$(?: (.*))?$`)
	remark      = regexp.MustCompile(`\s{2,}#\s.*$`)
	noRunReason = regexp.MustCompile(`^norun="([^"]+)"$`)
)

// steps reads a console fence.
func (d *Document) steps(f Fence) ([]step, []Problem) {
	var steps []step
	var problems []Problem
	for i := 0; i < len(f.Lines); i++ {
		line := f.Lines[i]
		if m := prompt.FindStringSubmatch(line); m != nil {
			s := step{terminal: m[1], command: remark.ReplaceAllString(m[2], ""), line: f.Line + i}
			for strings.HasSuffix(s.command, `\`) && i+1 < len(f.Lines) {
				i++
				s.command += "\n" + f.Lines[i]
			}
			steps = append(steps, s)
			continue
		}
		if len(steps) == 0 {
			return nil, []Problem{d.problem(f.Line+i, "a console block begins with a command: `$ …` or `name$ …`")}
		}
		switch last := &steps[len(steps)-1]; {
		case line == "^C" && last.interrupt:
			problems = append(problems, d.problem(f.Line+i, "a second ^C for one command"))
		case line == "^C":
			last.interrupt = true
		case last.interrupt:
			last.lastWords = append(last.lastWords, line)
		default:
			last.shown = append(last.shown, line)
		}
	}
	if len(steps) == 0 {
		problems = append(problems, d.problem(f.Line, "an empty console block"))
	}
	return steps, problems
}

// looks reports whether the command only looks at what others have done or do, so
// that it may be run any number of times.
func (s step) looks() bool {
	return onlyLooks.MatchString(shellQuoted.ReplaceAllString(s.command, "''"))
}

var (
	shellQuoted = regexp.MustCompile(`'[^']*'|"[^"]*"`)
	onlyLooks   = regexp.MustCompile(`^(cat|grep|head|sed -n|sleep|sort|ss|tail|wc)\b[^;&|<>]*([;&|]+ *(cat|grep|head|sed -n|sleep|sort|ss|tail|wc)\b[^;&|<>]*)*$`)
)

// recursive reports whether a command would run these very tests, and wait for
// itself.
func recursive(command string) bool {
	if wholeHarness.MatchString(command) || strings.Contains(command, ".ci/run") {
		return true
	}
	return strings.Contains(command, "go test ") && !strings.Contains(command, " -run ") && !strings.Contains(command, " -short ")
}

var wholeHarness = regexp.MustCompile(`\bgo run \./harness/?\s*($|[;&|])`)

// CheckConsole finds blocks that could not be run, without running any.
func (d *Document) CheckConsole() []Problem {
	var problems []Problem
	for _, f := range d.Fences {
		if f.Language != "console" {
			continue
		}
		steps, wrong := d.steps(f)
		problems = append(problems, wrong...)
		if f.Rest != "" && !f.noRun() {
			problems = append(problems, d.problem(f.Line-1, `console %s: want norun="the reason" or nothing`, f.Rest))
		}
		for _, s := range steps {
			if recursive(s.command) && !f.noRun() {
				problems = append(problems, d.problem(s.line, `%q would run this test again: mark the block norun="…"`, s.command))
			}
		}
	}
	return problems
}

func (f Fence) noRun() bool { return noRunReason.MatchString(f.Rest) }

// chapter is what is run together: the console blocks up to the next heading
// of level 1 or 2, in the order of the document.
type chapter struct {
	title  string
	blocks []Fence
}

// chapters leaves out blocks marked norun.
func (d *Document) chapters() (chapters []chapter) {
	start := -2
	for _, f := range d.Fences {
		if f.Language != "console" || f.noRun() {
			continue
		}
		h := f.Heading
		for h >= 0 && d.Headings[h].Level > 2 {
			h--
		}
		if h != start {
			title := "beginning"
			if h >= 0 {
				title = d.Headings[h].Text
			}
			chapters, start = append(chapters, chapter{title: title}), h
		}
		last := &chapters[len(chapters)-1]
		last.blocks = append(last.blocks, f)
	}
	return chapters
}

// ended reports whether the section of heading a is over at heading b.
func (d *Document) ended(a, b int) bool {
	for h := a + 1; h <= b; h++ {
		if a < 0 || d.Headings[h].Level <= d.Headings[a].Level {
			return true
		}
	}
	return false
}
