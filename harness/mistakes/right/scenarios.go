package right

import (
	"embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:embed scenarios
var recorded embed.FS

// Scenarios is a stage 03 that shows again what the stage of this repository
// once observed: the text of each scenario and, by their names, the files that
// -o wrote for echo. Each may be changed into a mistake.
type Scenarios struct {
	Text  map[string]string
	Files map[string][]byte
}

// NewScenarios returns a stage without a mistake.
func NewScenarios() *Scenarios {
	s := &Scenarios{map[string]string{}, map[string][]byte{}}
	for _, name := range []string{"echo", "noaccept", "refused"} {
		s.Text[name] = string(read(name + ".txt"))
	}
	for _, name := range []string{"echo.pcapng", "echo.svg"} {
		s.Files[name] = read(name)
	}
	return s
}

func read(name string) []byte {
	content, err := recorded.ReadFile("scenarios/" + name)
	if err != nil {
		panic(err)
	}
	return content
}

// Change changes what a scenario shows, in lines that are there once.
func (s *Scenarios) Change(scenario string, oldnew ...string) {
	for i := 0; i < len(oldnew); i += 2 {
		if strings.Count(s.Text[scenario], oldnew[i]) != 1 {
			panic(scenario + " does not have once " + oldnew[i])
		}
		s.Text[scenario] = strings.Replace(s.Text[scenario], oldnew[i], oldnew[i+1], 1)
	}
}

// Main shows the scenario named with -s, or takes the segment named with -r
// apart.
func (s *Scenarios) Main() {
	if len(os.Args) < 2 || os.Args[1] != "-s" {
		NewHeaders().Main()
		return
	}
	scenario, directory := flag.String("s", "", ""), flag.String("o", "", "")
	flag.Parse()
	fmt.Print(s.Text[*scenario])
	for name, content := range s.Files {
		if *directory == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(*directory, name), content, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
