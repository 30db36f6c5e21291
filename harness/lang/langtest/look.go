package langtest

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

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
