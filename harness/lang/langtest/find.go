package langtest

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"regexp"
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

// look collects what a file says.
func (f *finder) look(file *ast.File, info *types.Info) {
	function := ""
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			function = n.Name.Name
		case *ast.CallExpr:
			f.call(function, n, info)
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Try" {
				return false // a command
			}
		case *ast.ImportSpec, *ast.Field:
			return false
		case ast.Expr:
			value := info.Types[n]
			if value.Value == nil {
				if sum, ok := n.(*ast.BinaryExpr); ok && sum.Op == token.ADD && isFormat(value.Type) {
					f.problem(n, "a sentence is glued together")
				}
				return true
			}
			words, _ := text(n, info)
			switch {
			case isFormat(value.Type):
				f.say(words, place{f.at(n), f.called[n]})
			case sentence.MatchString(words) && !f.plain[n]:
				f.onlyEnglish(n, words)
			}
			return false // not the parts of a constant
		}
		return true
	})
}

func (f *finder) say(sentence string, where place) {
	if before, found := f.said.said[sentence]; found {
		where = place{before.at, before.args || where.args}
	}
	f.said.said[sentence] = where
}

// call looks at what a call says: that a Format gets as many arguments as it has
// verbs, that no sentence goes into another as a plain string, that none is said by
// package fmt, and none is made of what only the running program knows.
func (f *finder) call(function string, call *ast.CallExpr, info *types.Info) {
	if len(call.Args) == 0 {
		return
	}
	if callee := info.Types[call.Fun]; callee.IsType() {
		if arg := info.Types[call.Args[0]]; isFormat(callee.Type) && arg.Value == nil && f.program.Says[function] == nil && !f.own {
			f.problem(call, "a sentence that is not known here is made in %s: say in the test which ones there are", function)
		}
		return
	}
	if isOthers(call.Fun, info) {
		for _, arg := range call.Args {
			f.plain[arg] = true
		}
		return
	}
	signature, known := info.Types[call.Fun].Type.(*types.Signature)
	if !known || !signature.Variadic() || signature.Params().Len() < 2 {
		return
	}
	last, isSlice := signature.Params().At(signature.Params().Len() - 1).Type().(*types.Slice)
	if !isSlice || !types.IsInterface(last.Elem()) {
		return
	}
	at := signature.Params().Len() - 2
	if !isFormat(signature.Params().At(at).Type()) || call.Ellipsis.IsValid() || len(call.Args) <= at {
		return
	}
	f.arguments(call.Args[at], call.Args[at+1:], info)
}

// arguments looks at what goes into a Format.
func (f *finder) arguments(format ast.Expr, args []ast.Expr, info *types.Info) {
	f.called[format] = len(args) > 0
	if words, constant := text(format, info); constant && len(args) > 0 {
		if wanted := strings.Count(verbs(words)+" ", " "); wanted != len(args) && !(wanted == 1 && verbs(words) == "") || verbs(words) == "" {
			f.problem(format, "%q has the verbs %s, and is given %d arguments", words, verbs(words), len(args))
		}
	}
}

// onlyEnglish reports a string that reads like a sentence.
func (f *finder) onlyEnglish(n ast.Node, words string) {
	if f.silent || slices.ContainsFunc(f.program.Plain, func(part string) bool { return strings.Contains(words, part) }) {
		return
	}
	f.problem(n, "%q is for a reader in English only: it is no lang.Format, goes through no lang.Verbatim, and is no command", words)
}

// sentence is two words of English behind each other, which no protocol has.
var sentence = regexp.MustCompile(`\b[a-z]{2,} [a-z]+\b`)

func text(e ast.Expr, info *types.Info) (string, bool) {
	value := info.Types[e].Value
	if value == nil || value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(value), true
}

// isOthers reports whether a function is one of another module, fmt and errors
// aside, or lang.Verbatim: what it is given is no sentence for a reader.
func isOthers(function ast.Expr, info *types.Info) bool {
	selector, ok := function.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	name, ok := selector.X.(*ast.Ident)
	if !ok {
		return false
	}
	imported, ok := info.Uses[name].(*types.PkgName)
	if !ok {
		return false
	}
	from := imported.Imported().Path()
	if strings.HasPrefix(from, repository) {
		return from == ownPackage && selector.Sel.Name == "Verbatim"
	}
	return from != "fmt" && from != "errors"
}

func isFormat(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Format" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == ownPackage
}

func (f *finder) problem(n ast.Node, format string, args ...any) {
	text := f.at(n) + ": " + fmt.Sprintf(format, args...)
	if !f.reported[text] {
		f.reported[text] = true
		f.problems = append(f.problems, text)
	}
}

func (f *finder) at(n ast.Node) string {
	where := f.files.Position(n.Pos())
	if relative, err := filepath.Rel(f.root, where.Filename); err == nil {
		where.Filename = filepath.ToSlash(relative)
	}
	return fmt.Sprintf("%s:%d", where.Filename, where.Line)
}
