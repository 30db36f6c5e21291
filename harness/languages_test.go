package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
)

// languages holds small servers of stages 04 and 06 that make no mistake.
var languages = filepath.Join("testdata", "fair", "languages")

// Right programs are right in whatever language, and by whatever library: these
// pass the article's level, and beyond it what their names say. More of them are
// the solutions of the exercises, in Go, Python, Node and C. Without -all these are
// the ones in C and Perl.
func TestRightProgramsInOtherLanguagesPass(t *testing.T) {
	t.Parallel()
	article := func(c check.Check) bool { return c.Level == check.Article }
	application := func(c check.Check) bool { return article(c) || len(c.Flags) > 0 || c.Name == "silent-client" }
	for _, p := range []struct {
		stage, tool, build, run string
		held                    func(check.Check) bool
	}{
		{"04", "gcc", "gcc -std=gnu11 -Wall -Werror -o OUT/show show.c", "OUT/show {host} {port}", article},
		{"04", "rustc", "rustc --edition 2021 -o OUT/show show.rs", "OUT/show {host} {port}", article},
		{"04", "perl", "", "perl DIR/show.pl {host} {port}", article},
		{"04", "go", "go build -o OUT/show ./nethttp", "OUT/show {addr}", article},
		{"06", "javac", "javac -d OUT Hello.java", "java -XX:TieredStopAtLevel=1 -cp OUT Hello {host} {port}", article},
		{"06", "node", "", "node DIR/hello.js {host} {port} {app}", application},
		{"06", "python3", "", "python3 DIR/hello.py {host} {port} {app}", application},
	} {
		if !thorough() && p.tool != "gcc" && p.tool != "perl" {
			continue
		}
		t.Run(p.stage+"/"+p.tool, func(t *testing.T) {
			t.Parallel()
			installed(t, p.tool)
			dir, err := filepath.Abs(languages)
			require.NoError(t, err)
			in := strings.NewReplacer("OUT", t.TempDir(), "DIR", dir)
			if words := strings.Fields(in.Replace(p.build)); len(words) > 0 {
				build := exec.Command(words[0], words[1:]...)
				build.Dir = dir
				said, err := build.CombinedOutput()
				require.NoError(t, err, string(said))
			}
			runner := check.Runner{Command: program.Command{Args: strings.Fields(in.Replace(p.run))}}
			passes(t, p.stage, runner, p.held)
		})
	}
}
