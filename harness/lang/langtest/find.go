package langtest

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

const (
	repository = "example.com/socket-tutorial/"
	ownPackage = repository + "harness/lang"
)

// systems are those whose files are looked at.
var systems = []string{"linux", "windows", "darwin"}

// said is what a program can say.
type said struct {
	said     map[string]place
	problems []string
}

// place is where a sentence is said.
type place struct {
	at   string
	args bool // something goes into it
}

// finder type-checks the packages of a program, those of the repository alone: what
// comes from others is of a type that is not known, which is enough here, and quick.
type finder struct {
	said
	program  Program
	root     string
	files    *token.FileSet
	parsed   map[string]*ast.File
	system   string
	packages map[string]*types.Package // of one system
	reported map[string]bool
	called   map[ast.Expr]bool // a Format that is given arguments
	plain    map[ast.Expr]bool // a string that goes to a function of another module, or is said verbatim
	silent   bool              // of the package that is looked at
	own      bool              // it is package lang, which says again what others say
}

func find(p Program) (*said, error) {
	root, err := filepath.Abs(filepath.Join(p.Dir, ".."))
	if err != nil {
		return nil, err
	}
	f := &finder{said: said{said: map[string]place{}}, program: p, root: root, files: token.NewFileSet(),
		parsed: map[string]*ast.File{}, reported: map[string]bool{}, called: map[ast.Expr]bool{}, plain: map[ast.Expr]bool{}}
	main, err := filepath.Abs(p.Dir)
	if err != nil {
		return nil, err
	}
	for _, f.system = range systems {
		f.packages = map[string]*types.Package{}
		if _, err := f.Import(repository + filepath.Base(main)); err != nil {
			return nil, err
		}
	}
	for function, sentences := range p.Says {
		for _, sentence := range sentences {
			f.say(string(sentence), place{at: function})
		}
	}
	return &f.said, nil
}

// Import loads a package of the repository; it is a types.Importer.
func (f *finder) Import(name string) (*types.Package, error) {
	folder, ours := strings.CutPrefix(name, repository)
	if !ours {
		return nil, fmt.Errorf("%s is not looked at", name)
	}
	if found := f.packages[name]; found != nil {
		return found, nil
	}
	sources, err := f.parse(filepath.Join(f.root, filepath.FromSlash(folder)))
	if err != nil {
		return nil, err
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: f, Error: func(error) {}}
	found, _ := config.Check(name, f.files, sources, info) // errors: types that are not known
	f.packages[name] = found
	f.own, f.silent = name == ownPackage, slices.Contains(f.program.Silent, folder)
	for _, file := range sources {
		f.look(file, info)
	}
	return found, nil
}

// parse parses the files of a folder that belong to the system, without tests.
func (f *finder) parse(folder string) ([]*ast.File, error) {
	system := build.Default
	system.GOOS, system.CgoEnabled = f.system, false
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var sources []*ast.File
	for _, entry := range entries {
		name := entry.Name()
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if matches, err := system.MatchFile(folder, name); err != nil || !matches {
			continue
		}
		file := filepath.Join(folder, name)
		if f.parsed[file] == nil {
			if f.parsed[file], err = parser.ParseFile(f.files, file, nil, parser.SkipObjectResolution); err != nil {
				return nil, err
			}
		}
		sources = append(sources, f.parsed[file])
	}
	return sources, nil
}
