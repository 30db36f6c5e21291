package docs

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// reference is one file and its names in a cell of the column Go.
var (
	reference     = regexp.MustCompile("^\\[[^\\]]+\\]\\(([^)#]+\\.go)\\)((?:,? `[\\w.]+`)+)$")
	referenceName = regexp.MustCompile("`([\\w.]+)`")
)

// noCounterpart is the cell of an article's name that Go does not need.
const noCounterpart = "—"

// goCells returns the cells of the columns headed Go with their lines.
func (d *Document) goCells() (found []Link) {
	for _, t := range d.Tables {
		column := slices.Index(t.Header, "Go")
		if column < 0 {
			continue
		}
		for i, row := range t.Rows {
			cell := ""
			if column < len(row) {
				cell = row[column]
			}
			found = append(found, Link{Target: cell, Line: t.Line + 2 + i})
		}
	}
	return found
}

// CheckMap resolves every name in a column Go in the file beside it.
func (d *Document) CheckMap() []Problem {
	var problems []Problem
	for _, cell := range d.goCells() {
		if cell.Target == noCounterpart {
			continue
		}
		for _, part := range strings.Split(cell.Target, "<br>") {
			m := reference.FindStringSubmatch(strings.TrimSpace(part))
			if m == nil {
				problems = append(problems, d.problem(cell.Line, "cell %q: want [`file.go`](path/file.go) `Name`, or %s", part, noCounterpart))
				continue
			}
			problems = append(problems, d.resolve(cell.Line, path.Join(path.Dir(d.Path), m[1]), m[2])...)
		}
	}
	return problems
}

func (d *Document) resolve(line int, file, names string) []Problem {
	declared, err := declarations(filepath.Join(d.Root, file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // CheckLinks says so
	}
	if err != nil {
		return []Problem{d.problem(line, "%s: %v", file, err)}
	}
	var problems []Problem
	for _, m := range referenceName.FindAllStringSubmatch(names, -1) {
		if !declared[m[1]] {
			problems = append(problems, d.problem(line, "%s declares no %s", file, m[1]))
		}
	}
	return problems
}

// declarations are the names that a file declares at its top: Name, and
// Type.Name for methods, fields and the methods of an interface.
func declarations(file string) (map[string]bool, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	declared := map[string]bool{}
	for _, decl := range parsed.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			declared[receiver(decl)+decl.Name.Name] = true
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				addSpec(declared, spec)
			}
		}
	}
	return declared, nil
}

// receiver returns "Type." for a method and "" for a function.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	t := f.Recv.List[0].Type
	for {
		switch inner := t.(type) {
		case *ast.StarExpr:
			t = inner.X
		case *ast.IndexExpr:
			t = inner.X
		case *ast.Ident:
			return inner.Name + "."
		default:
			return ""
		}
	}
}

func addSpec(declared map[string]bool, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			declared[name.Name] = true
		}
	case *ast.TypeSpec:
		declared[spec.Name.Name] = true
		var fields *ast.FieldList
		switch t := spec.Type.(type) {
		case *ast.StructType:
			fields = t.Fields
		case *ast.InterfaceType:
			fields = t.Methods
		default:
			return
		}
		for _, field := range fields.List {
			for _, name := range field.Names {
				declared[spec.Name.Name+"."+name.Name] = true
			}
		}
	}
}
