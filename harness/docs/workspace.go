package docs

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// workspace is a copy of the repository in which commands are run, with a go
// command in front of PATH that knows programs already built.
type workspace struct {
	root     string // the repository
	folder   string // the copy
	bin      string
	programs map[string]string // by "./FOLDER", shell words that run it
	status   int               // of the last $ command
}

// newWorkspace copies root into folder; .git is there, as a listing shows it,
// and empty.
func newWorkspace(root, folder string) (*workspace, error) {
	w := &workspace{root: root, folder: filepath.Join(folder, filepath.Base(root)), bin: filepath.Join(folder, "bin"), programs: map[string]string{}}
	if err := os.MkdirAll(w.bin, 0o755); err != nil {
		return nil, err
	}
	if python2 := os.Getenv("PYTHON2"); python2 != "" {
		script := "#!/bin/sh\nexec " + Quote(python2) + " \"$@\"\n"
		if err := os.WriteFile(filepath.Join(w.bin, "python2.7"), []byte(script), 0o755); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(filepath.Join(w.folder, ".git"), 0o755); err != nil {
		return nil, err
	}
	err := walk(root, func(path string, entry fs.DirEntry) error {
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		return copyFile(path, filepath.Join(w.folder, relative), entry)
	})
	return w, err
}

func copyFile(from, to string, entry fs.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(to, text, info.Mode().Perm()); err != nil {
		return err
	}
	return os.Chtimes(to, info.ModTime(), info.ModTime())
}

// goRun is how a lesson starts a program of the repository.
var goRun = regexp.MustCompile(`\bgo run (\./[\w./-]+)`)

// build makes the programs that the steps start with go run.
func (w *workspace) build(steps []step) error {
	for _, s := range steps {
		for _, m := range goRun.FindAllStringSubmatch(s.command, -1) {
			if w.programs[m[1]] != "" {
				continue
			}
			program := filepath.Join(w.bin, "program-"+strings.ReplaceAll(strings.Trim(m[1], "./"), "/", "-"))
			cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", program, m[1])
			cmd.Dir = w.root
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("go build %s: %v\n%s", m[1], err, out)
			}
			w.programs[m[1]] = Quote(program)
		}
	}
	return w.writeGo()
}

// Quote makes word one word of the shell.
func Quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// writeGo writes the go command of the workspace. Like the real one it waits
// for the program, survives ^C, and names a status that is not 0.
func (w *workspace) writeGo() error {
	real, err := exec.LookPath("go")
	if err != nil {
		return err
	}
	script := "#!/usr/bin/env bash\ntrap : INT\nprogram=\n[ \"$1\" = run ] && case \"$2\" in\n"
	for folder, program := range w.programs {
		script += fmt.Sprintf("%s) program=1; run() { %s \"$@\"; } ;;\n", folder, program)
	}
	script += "esac\n[ -n \"$program\" ] || exec " + Quote(real) + " \"$@\"\n" +
		"shift 2\nrun \"$@\"\nstatus=$?\n[ $status = 0 ] && exit\necho \"exit status $status\" >&2\nexit 1\n"
	return os.WriteFile(filepath.Join(w.bin, "go"), []byte(script), 0o755)
}

// command is bash running line in the copy. $? is that of the $ command before.
func (w *workspace) command(line string) *exec.Cmd {
	cmd := exec.Command("bash", "-c", fmt.Sprintf("(exit %d)\n%s", w.status, line))
	cmd.Dir = w.folder
	cmd.Env = append(os.Environ(), "PATH="+w.bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"PWD="+w.folder, "LC_ALL=C.UTF-8", "GOFLAGS="+os.Getenv("GOFLAGS")+" -buildvcs=false")
	return cmd
}

// probes are the tools that a reader may lack, with a command that tells.
var probes = map[string]string{
	"curl":      "curl --version",
	"nc":        "nc -h 2>&1 | grep OpenBSD",
	"ss":        "ss -V",
	"strace":    "strace -o /dev/null true",
	"tshark":    "tshark --version",
	"wget":      "wget --version",
	"unshare":   "unshare -Urn true",
	"sudo":      "sudo -n true",
	"node":      "node --version",
	"python3":   "python3 -c 0",
	"python2.7": "python2.7 -c 0",
	"openssl":   "openssl version",
}

// lacking returns why these steps cannot be run on this machine, or "".
func (w *workspace) lacking(steps []step) string {
	for _, s := range steps {
		for tool, probe := range probes {
			if uses(s.command, tool) && w.command(probe).Run() != nil {
				return tool + " is not on this machine (" + probe + ")"
			}
		}
	}
	return ""
}

// uses reports whether tool is a word of command.
func uses(command, tool string) bool {
	return regexp.MustCompile(`(^|[\s;&|(])` + regexp.QuoteMeta(tool) + `(\s|$)`).MatchString(command)
}
