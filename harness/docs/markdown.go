package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Problem is one thing that is not true, at Line (from 1) of the document Path.
type Problem struct {
	Path string
	Line int
	Text string
}

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.Path, p.Line, p.Text) }

// Document is what these checks need of a Markdown file, in its order.
type Document struct {
	Root     string // the repository's folder
	Path     string // relative to Root, with slashes
	Headings []Heading
	Fences   []Fence
	Tables   []Table
	Links    []Link
	Prose    []Prose
}

// Heading is one of the # lines.
type Heading struct {
	Level  int
	Text   string
	Anchor string
	Line   int
}

// Fence is a block between ``` lines.
type Fence struct {
	Language string // the first word after the backquotes
	Rest     string // what follows it
	Lines    []string
	Line     int // of the first of Lines
	Heading  int // index of the heading it stands under; -1 before the first
}

// Table is a table with its cells as written, surrounding space removed.
type Table struct {
	Header []string
	Rows   [][]string
	Line   int // of the header; rows begin two lines further down
}

// Prose is a line outside of fences, or the one that opens a fence.
type Prose struct {
	Text string
	Line int
}

// Link is the target of a link or an image.
type Link struct {
	Target string
	Line   int
}

// Read parses the file at path, relative to root. An error is one of reading it.
func Read(root, path string) (*Document, error) {
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		return nil, err
	}
	d := &Document{Root: root, Path: filepath.ToSlash(path)}
	d.parse(strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"))
	d.anchors()
	return d, nil
}

var (
	fenceLine   = regexp.MustCompile("^(\\s*)(```+|~~~+)\\s*(\\S*)\\s*(.*)$")
	headingLine = regexp.MustCompile(`^(#{1,6})\s+(.*?)\s*#*$`)
	tableRule   = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
	codeSpan    = regexp.MustCompile("``[^`]+``|`[^`]*`")
	linkTarget  = regexp.MustCompile(`\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)`)
	linkNamed   = regexp.MustCompile(`^\s*\[[^\]]+\]:\s+(\S+)`)
	linkHTML    = regexp.MustCompile(`(?:href|src|srcset)="([^"]+)"`)
	linkBare    = regexp.MustCompile(`<(https?:[^>]+)>`)
)

func (d *Document) parse(lines []string) {
	for i := 0; i < len(lines); i++ {
		d.Prose = append(d.Prose, Prose{lines[i], i + 1})
		if open := fenceLine.FindStringSubmatch(lines[i]); open != nil {
			i = d.parseFence(lines, i, open)
			continue
		}
		if h := headingLine.FindStringSubmatch(lines[i]); h != nil {
			d.Headings = append(d.Headings, Heading{Level: len(h[1]), Text: h[2], Line: i + 1})
		}
		if i > 0 && strings.Contains(lines[i-1], "|") && strings.Contains(lines[i], "|") && tableRule.MatchString(lines[i]) {
			d.parseTable(lines, i)
		}
		d.parseLinks(lines[i], i+1)
	}
}

// parseFence returns the index of the closing line.
func (d *Document) parseFence(lines []string, i int, open []string) int {
	indent, mark := open[1], open[2]
	f := Fence{Language: open[3], Rest: open[4], Line: i + 2, Heading: len(d.Headings) - 1}
	for i++; i < len(lines) && strings.TrimSpace(lines[i]) != mark; i++ {
		f.Lines = append(f.Lines, strings.TrimPrefix(lines[i], indent))
	}
	d.Fences = append(d.Fences, f)
	return i
}

func (d *Document) parseTable(lines []string, rule int) {
	t := Table{Header: cells(lines[rule-1]), Line: rule}
	for _, line := range lines[rule+1:] {
		if !strings.Contains(line, "|") {
			break
		}
		t.Rows = append(t.Rows, cells(line))
	}
	d.Tables = append(d.Tables, t)
}

// cells splits a table's line; \| is a bar inside a cell.
func cells(line string) []string {
	line = strings.ReplaceAll(strings.TrimSpace(line), `\|`, "\x00")
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	var found []string
	for _, cell := range strings.Split(line, "|") {
		found = append(found, strings.ReplaceAll(strings.TrimSpace(cell), "\x00", "|"))
	}
	return found
}

func (d *Document) parseLinks(line string, number int) {
	line = codeSpan.ReplaceAllString(line, "")
	for _, form := range []*regexp.Regexp{linkTarget, linkNamed, linkHTML, linkBare} {
		for _, m := range form.FindAllStringSubmatch(line, -1) {
			d.Links = append(d.Links, Link{Target: m[1], Line: number})
		}
	}
}

func (d *Document) problem(line int, format string, args ...any) Problem {
	return Problem{Path: d.Path, Line: line, Text: fmt.Sprintf(format, args...)}
}
