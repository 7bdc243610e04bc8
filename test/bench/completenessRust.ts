import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Listed, ToolList } from './completeness';

/** Where Debian's librust-*-dev packages put the sources of crates, `syn` among them. */
const CRATES = '/usr/share/cargo/registry';

/** Lists functions, methods, types and macros of each crate's files, as `syn` sees them. What stands in the arguments of a macro is no code to either. */
const PROGRAM = `
use std::{env, fs, path::Path};
use syn::{spanned::Spanned, visit::{self, Visit}};

struct Finder { found: Vec<String>, depth: usize }

impl Finder {
    fn add(&mut self, kind: &str, name: &syn::Ident) {
        let at = name.span().start();
        let name = name.to_string();
        self.found.push(format!("[{:?},{:?},{},{}]", kind, name.trim_start_matches("r#"), at.line, at.column));
    }
}

impl<'a> Visit<'a> for Finder {
    fn visit_item_fn(&mut self, i: &'a syn::ItemFn) { self.add("function", &i.sig.ident); self.depth += 1; visit::visit_item_fn(self, i); self.depth -= 1 }
    fn visit_impl_item_method(&mut self, i: &'a syn::ImplItemMethod) { self.add("method", &i.sig.ident); self.depth += 1; visit::visit_impl_item_method(self, i); self.depth -= 1 }
    fn visit_trait_item_method(&mut self, i: &'a syn::TraitItemMethod) { self.add("method", &i.sig.ident); self.depth += 1; visit::visit_trait_item_method(self, i); self.depth -= 1 }
    fn visit_foreign_item_fn(&mut self, i: &'a syn::ForeignItemFn) { self.add("function", &i.sig.ident); visit::visit_foreign_item_fn(self, i) }
    fn visit_item_struct(&mut self, i: &'a syn::ItemStruct) { self.add("struct", &i.ident); visit::visit_item_struct(self, i) }
    fn visit_item_union(&mut self, i: &'a syn::ItemUnion) { self.add("union", &i.ident); visit::visit_item_union(self, i) }
    fn visit_item_trait(&mut self, i: &'a syn::ItemTrait) { self.add("trait", &i.ident); visit::visit_item_trait(self, i) }
    // Of an enum or a macro inside a function nothing is told.
    fn visit_item_enum(&mut self, i: &'a syn::ItemEnum) { if self.depth == 0 { self.add("enum", &i.ident) } visit::visit_item_enum(self, i) }
    fn visit_item_macro(&mut self, i: &'a syn::ItemMacro) { if let Some(name) = &i.ident { self.add("macro", name) } visit::visit_item_macro(self, i) }
}

fn walk(folder: &Path) {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { walk(&path); continue }
        if path.extension().map_or(true, |extension| extension != "rs") { continue }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let Ok(file) = syn::parse_file(&text) else { continue };
        let mut finder = Finder { found: vec![], depth: 0 };
        finder.visit_file(&file);
        let _ = file.span();
        println!("[{:?},[{}]]", path.to_string_lossy(), finder.found.join(","));
    }
}

fn main() { walk(Path::new(&env::args().nth(1).unwrap())) }
`;

const MANIFEST = `[package]
name = "list"
version = "0.1.0"
edition = "2021"

[dependencies]
syn = { version = "1", features = ["full", "visit"] }
proc-macro2 = { version = "1", features = ["span-locations"] }
`;

/** `undefined` where cargo or the crates' sources are not installed. */
export function listWithRust(): { folder: string; files: Map<string, ToolList> } | undefined {
  if (!existsSync(CRATES)) return undefined;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'specwright-rust-'));
  let output: string;
  try {
    mkdirSync(path.join(folder, 'src'));
    mkdirSync(path.join(folder, '.cargo'));
    writeFileSync(path.join(folder, '.cargo/config.toml'), `[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "${CRATES}"\n`);
    writeFileSync(path.join(folder, 'Cargo.toml'), MANIFEST);
    writeFileSync(path.join(folder, 'src/main.rs'), PROGRAM);
    output = execFileSync('cargo', ['run', '--quiet', '--release', '--offline', '--', CRATES], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', process.env.DEBUG ? 'inherit' : 'ignore'] });
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const files = new Map<string, ToolList>();
  for (const line of output.trimEnd().split('\n')) {
    const [file, found] = JSON.parse(line) as [string, [string, string, number, number][]];
    const starts = [0];
    const text = readFileSync(file, 'utf8');
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    const required = found.map(([kind, name, at, column]): Listed => ({ kind, name, line: at, offset: (starts[at - 1] ?? 0) + column }));
    files.set(file, { required, counted: new Set(['function', 'method', 'struct', 'enum', 'trait']) });
  }
  return { folder: CRATES, files };
}
