import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Listed, ToolList } from './completeness';

/** Lists functions, methods, types and interface methods of each file of Go's own standard library, as Go's own parser sees them. */
const PROGRAM = `package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	out := json.NewEncoder(os.Stdout)
	root := filepath.Join(runtime.GOROOT(), "src")
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	out.Encode([]string{runtime.Version(), root})
	filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.Contains(path, "/testdata/") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil
		}
		found := [][]any{}
		add := func(kind string, name *ast.Ident) {
			if name.Name != "_" {
				at := files.PositionFor(name.Pos(), false)
				found = append(found, []any{kind, name.Name, at.Line, at.Offset})
			}
		}
		types := func(spec *ast.TypeSpec) {
			add("type", spec.Name)
			if one, ok := spec.Type.(*ast.InterfaceType); ok {
				for _, method := range one.Methods.List {
					for _, name := range method.Names {
						add("method", name)
					}
				}
			}
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				add("function", decl.Name)
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if one, ok := spec.(*ast.TypeSpec); ok {
						types(one)
					}
				}
			}
		}
		out.Encode([]any{path, found})
		return nil
	})
}
`;

/** `undefined` where Go is not installed. Functions called `_` cannot be named and are no symbols. */
export function listWithGo(): { version: string; folder: string; files: Map<string, ToolList> } | undefined {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'specwright-go-'));
  let output: string;
  try {
    writeFileSync(path.join(folder, 'main.go'), PROGRAM);
    output = execFileSync('go', ['run', 'main.go'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const [first, ...rest] = output.trimEnd().split('\n');
  const [version, sources] = JSON.parse(first!) as [string, string];
  const files = new Map<string, ToolList>();
  for (const line of rest) {
    const [file, found] = JSON.parse(line) as [string, [string, string, number, number][]];
    // Go counts bytes.
    const bytes = readFileSync(file);
    const isPlain = bytes.every((byte) => byte < 128);
    const required = found.map(([kind, name, at, offset]): Listed => ({ kind, name, line: at, offset: isPlain ? offset : bytes.subarray(0, offset).toString('utf8').length }));
    files.set(file, { required, counted: new Set(['function', 'method', 'struct', 'interface', 'type']) });
  }
  return { version, folder: sources, files };
}
