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

// workspace is where the commands of a chapter are run: a copy of the repository,
// with a go command in front of PATH that knows programs already built.
type workspace struct {
	root     string // the repository
	folder   string // the copy, each chapter's own
	bin      string
	programs map[string]string // by "./FOLDER", shell words that run it
	status   int               // of the last $ command
}

// newWorkspace returns a workspace of root that is made in folder. Its copy is that
// of which each chapter gets another.
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
	return w, duplicate(root, w.folder, copyFile)
}

// another returns a workspace with the same programs and a copy of its own in folder.
// A file is another name of the one in w's copy, which costs a quarter of writing it.
func (w workspace) another(folder string) (*workspace, error) {
	first := w.folder
	w.folder = filepath.Join(folder, filepath.Base(w.root))
	return &w, duplicate(first, w.folder, os.Link)
}

// duplicate makes a folder with the files of another; .git is there, as a listing
// shows it, and empty.
func duplicate(from, to string, file func(from, to string) error) error {
	if err := os.MkdirAll(filepath.Join(to, ".git"), 0o755); err != nil {
		return err
	}
	made := map[string]bool{} // folders
	return walk(from, func(path string, _ fs.DirEntry) error {
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		copied := filepath.Join(to, relative)
		if folder := filepath.Dir(copied); !made[folder] {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
			made[folder] = true
		}
		return file(path, copied)
	})
}

func copyFile(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.WriteFile(to, text, info.Mode().Perm()); err != nil {
		return err
	}
	return os.Chtimes(to, info.ModTime(), info.ModTime())
}

// goRun is how a lesson starts a program of the repository, and goBuild how it
// makes one.
var (
	goRun   = regexp.MustCompile(`\bgo run (\./[\w./-]+)`)
	goBuild = regexp.MustCompile(`\bgo build -o \S+ (\./[\w./-]+)`)
)

// build makes the programs that the steps start with go run, or make with go build.
func (w *workspace) build(steps []step) error {
	for _, s := range steps {
		for _, m := range goRun.FindAllStringSubmatch(s.command, -1) {
			if w.programs[m[1]] != "" {
				continue
			}
			if err := w.link(m[1]); err != nil {
				return err
			}
			w.programs[m[1]] = Quote(w.binary(m[1]))
		}
		for _, m := range goBuild.FindAllStringSubmatch(s.command, -1) {
			if err := w.link(m[1]); err != nil {
				return err
			}
		}
	}
	return w.writeGo()
}

// binary is where the program of a folder is put.
func (w *workspace) binary(folder string) string {
	return filepath.Join(w.bin, "program-"+strings.ReplaceAll(strings.Trim(folder, "./"), "/", "-"))
}

// link makes the program of a folder, once. go run keeps what it has linked in the
// build cache, which go build does not, and many lessons have the same programs.
func (w *workspace) link(folder string) error {
	if _, err := os.Stat(w.binary(folder)); err == nil {
		return nil
	}
	cmd := exec.Command("go", "run", "-exec", "cp", folder, w.binary(folder))
	cmd.Dir = w.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go run %s: %v\n%s", folder, err, out)
	}
	return nil
}

// Quote makes word one word of the shell.
func Quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// writeGo writes the go command of the workspace. Like the real one it waits for
// the program that it runs, survives ^C, and names a status that is not 0. It
// copies a program instead of building it, and tests where the packages have been
// compiled before: for each copy of the repository all would be compiled anew.
func (w *workspace) writeGo() error {
	real, err := exec.LookPath("go")
	if err != nil {
		return err
	}
	script := "#!/usr/bin/env bash\ntrap : INT\nprogram=\n[ \"$1\" = run ] && case \"$2\" in\n"
	for folder, program := range w.programs {
		script += fmt.Sprintf("%s) program=1; run() { %s \"$@\"; } ;;\n", folder, program)
	}
	script += "esac\nreal=" + Quote(real) + "\nbuilt=" + Quote(w.bin) + "/program-\nroot=" + Quote(w.root) + "\n" + `
if [ "$1 $2 $#" = "build -o 4" ]; then
	name=${4#./}
	if [ -e "$built${name//\//-}" ]; then
		mkdir -p "$(dirname "$3.")"
		[ -n "${3##*/}" ] || set -- "$1" "$2" "$3${4##*/}"
		exec cp "$built${name//\//-}" "$3"
	fi
fi
[ "$1" != test ] || cd "$root"
[ -n "$program" ] || exec "$real" "$@"
shift 2
run "$@"
status=$?
[ $status = 0 ] && exit
echo "exit status $status" >&2
exit 1
`
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
