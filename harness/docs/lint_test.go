package docs

import (
	"bytes"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unwelcome are strings that would tie the repository to the machine it was
// written on. They are spelled so that this file does not contain them.
var unwelcome = map[string]*regexp.Regexp{
	"a path of one machine": regexp.MustCompile(`(^|[\s"'=(\x60])(/(work|root|tmp)|/(home|Users)/\w+|[A-Z]:\\Users)([/\\"'\s)\x60]|$)`),
	"a package registry's host (clients have it configured)": regexp.MustCompile(
		`(proxy|sum)\.golang\.org|registry\.npmjs\.org|(deb|security)\.debian\.org|files\.pythonhosted\.org`),
}

// TestNothingOfOneMachine reads every text file, since the cost of one absolute
// path is a test that passes for its author only.
func TestNothingOfOneMachine(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Skip(err)
	}
	read := 0
	require.NoError(t, walk(root, func(path string, entry fs.DirEntry) error {
		if entry.Name() == "go.sum" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			return err // binary files are captures and pictures
		}
		read++
		for i, line := range bytes.Split(text, []byte("\n")) {
			for name, form := range unwelcome {
				if found := form.Find(line); found != nil {
					t.Errorf("%s:%d has %s: %s", path, i+1, name, found)
				}
			}
		}
		return nil
	}))
	t.Logf("%d text files", read)
}

func TestUnwelcome(t *testing.T) {
	machine := unwelcome["a path of one machine"]
	for _, line := range []string{`"~tmp/x"`, "cd ~work", "`~root/go`", "(~home/ann/x)"} {
		assert.Regexp(t, machine, strings.ReplaceAll(line, "~", "/"))
	}
	for _, line := range []string{`/srv/www`, `GET /tmpl HTTP/1.1`, `t.TempDir()+"/x"`, `https://host/work/x`, `$HOME/go/root`} {
		assert.NotRegexp(t, machine, line)
	}
}
