package docs

import (
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode"
)

// anchors gives each heading the anchor that GitHub makes from it.
func (d *Document) anchors() {
	used := map[string]int{}
	for i := range d.Headings {
		anchor := slug(d.Headings[i].Text)
		n := used[anchor]
		used[anchor]++
		if n > 0 {
			anchor = fmt.Sprintf("%s-%d", anchor, n)
		}
		d.Headings[i].Anchor = anchor
	}
}

// slug keeps letters of any script, marks, digits, - and _, in lower case,
// with - for a space. A link in a heading counts as its text.
func slug(heading string) string {
	heading = linkTarget.ReplaceAllString(heading, "]")
	var b strings.Builder
	for _, r := range strings.ToLower(heading) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-', unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Pc):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// CheckLinks follows every relative link; of an absolute one only the form is
// looked at, since tests use no network.
func (d *Document) CheckLinks() []Problem {
	var problems []Problem
	for _, link := range d.Links {
		if wrong := d.follow(link.Target); wrong != "" {
			problems = append(problems, d.problem(link.Line, "link %s: %s", link.Target, wrong))
		}
	}
	return problems
}

// follow returns what is wrong with a link's target, or "".
func (d *Document) follow(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return "not a URL"
	}
	if u.Scheme != "" || u.Host != "" {
		return absolute(u)
	}
	name := d.Path
	if u.Path != "" {
		name = path.Join(path.Dir(d.Path), u.Path)
	}
	if name == ".." || strings.HasPrefix(name, "../") || strings.HasPrefix(u.Path, "/") {
		return "leads out of the repository"
	}
	if _, err := os.Stat(filepath.Join(d.Root, name)); err != nil {
		return "no such file: " + name
	}
	if u.Fragment == "" {
		return ""
	}
	return d.hasAnchor(name, u.Fragment)
}

func absolute(u *url.URL) string {
	local := u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost"
	if u.Host == "" || (u.Scheme != "https" && !(u.Scheme == "http" && local)) {
		return "want https://HOST/…, or a relative path"
	}
	return ""
}

func (d *Document) hasAnchor(name, anchor string) string {
	if path.Ext(name) != ".md" {
		return "an anchor in a file that is not Markdown (lines of code move: name the function instead)"
	}
	other, err := Read(d.Root, name)
	if err != nil {
		return err.Error()
	}
	for _, h := range other.Headings {
		if h.Anchor == anchor {
			return ""
		}
	}
	return fmt.Sprintf("no heading of %s has the anchor #%s", name, anchor)
}
