import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Listed, ToolList } from './completeness';

/**
 * Lists declarations with javac's own parser, through the Compiler Tree API. Unpacks a part of the JDK's own sources, unless it is given a
 * folder with others; writes the version and the folder, then one line of JSON a file.
 */
const PROGRAM = `
import com.sun.source.tree.*;
import com.sun.source.util.*;
import com.sun.tools.javac.tree.JCTree;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import java.util.zip.*;
import javax.tools.*;

public class ListDeclarations {
  static String quote(String text) {
    return '"' + text.replace("\\\\", "\\\\\\\\").replace("\\"", "\\\\\\"") + '"';
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    if (args.length < 2) unpack(Path.of(System.getProperty("java.home"), "lib", "src.zip"), folder);
    else folder = Path.of(args[1]);
    System.out.println("[" + quote(System.getProperty("java.version")) + "," + quote(folder.toString()) + "]");
    List<Path> paths;
    try (Stream<Path> all = Files.walk(folder)) {
      paths = all.filter(path -> path.toString().endsWith(".java")).sorted().collect(Collectors.toList());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    for (Path path : paths) list(compiler, files, path);
  }

  static void unpack(Path zip, Path folder) throws IOException {
    try (ZipFile sources = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : Collections.list(sources.entries())) {
        if (!entry.getName().matches("java[.]base/java/.*[.]java|java[.]desktop/javax/swing/[^/]*[.]java|jdk[.]compiler/com/sun/tools/javac/.*[.]java")) continue;
        Path to = folder.resolve(entry.getName());
        Files.createDirectories(to.getParent());
        try (InputStream in = sources.getInputStream(entry)) {
          Files.copy(in, to);
        }
      }
    }
  }

  static void list(JavaCompiler compiler, StandardJavaFileManager files, Path path) throws IOException {
    boolean[] failed = { false };
    DiagnosticListener<JavaFileObject> errors = d -> failed[0] |= d.getKind() == Diagnostic.Kind.ERROR;
    JavacTask task = (JavacTask) compiler.getTask(Writer.nullWriter(), files, errors, List.of("-proc:none"), null, files.getJavaFileObjects(path.toFile()));
    StringBuilder found = new StringBuilder();
    for (CompilationUnitTree unit : task.parse()) {
      String text = unit.getSourceFile().getCharContent(true).toString();
      new TreePathScanner<Void, Void>() {
        void add(String kind, String name, int at) {
          long line = at < 0 ? 0 : unit.getLineMap().getLineNumber(at);
          found.append(found.length() == 0 ? "" : ",").append("[" + quote(kind) + "," + quote(name) + "," + line + "," + at + "]");
        }

        @Override public Void visitClass(ClassTree tree, Void nothing) {
          String name = tree.getSimpleName().toString();
          if (name.isEmpty() && getCurrentPath().getParentPath().getLeaf() instanceof NewClassTree) {
            NewClassTree creation = (NewClassTree) getCurrentPath().getParentPath().getLeaf();
            Tree around = getCurrentPath().getParentPath().getParentPath().getLeaf();
            // Flags.ENUM
            boolean constant = around instanceof VariableTree && (((JCTree.JCVariableDecl) around).mods.flags & (1 << 14)) != 0;
            name = constant ? "(body)" : "new " + creation.getIdentifier();
          }
          int at = ((JCTree) tree).pos;
          // The body of a constant begins at its brace.
          if (name.equals("(body)")) at = text.indexOf("{", at);
          add(tree.getKind().toString().toLowerCase(), name, at);
          return super.visitClass(tree, nothing);
        }

        @Override public Void visitMethod(MethodTree tree, Void nothing) {
          Tree leaf = getCurrentPath().getParentPath().getLeaf();
          boolean element = leaf.getKind() == Tree.Kind.ANNOTATION_TYPE;
          boolean constructor = tree.getName().contentEquals("<init>");
          add(element ? "element" : constructor ? "constructor" : "method", constructor ? ((ClassTree) leaf).getSimpleName().toString() : tree.getName().toString(), ((JCTree) tree).pos);
          return super.visitMethod(tree, nothing);
        }
      }.scan(unit, null);
    }
    System.out.println("[" + quote(path.toString()) + "," + (failed[0] ? "null" : "[" + found + "]") + "]");
  }
}
`;

/** Names of anonymous classes are written in as many ways as types are. */
function plainName(name: string): string {
  return name.replace(/<[\s\S]*$/, '').replace(/@\w+(?:\([^)]*\))?\s*/g, '');
}

const COUNTED = ['class', 'interface', 'enum', 'method', 'function', 'constructor'];

/** What javac sees in each file: `JAVA_HOME` chooses the JDK, `JAVA_SOURCES` a folder of sources; by default those of the JDK. */
export function listWithJavac(): { version: string; folder: string; files: Map<string, ToolList>; dispose: () => void } | { missing: string } {
  const work = mkdtempSync(path.join(os.tmpdir(), 'specwright-javac-'));
  const dispose = (): void => rmSync(work, { recursive: true, force: true });
  const program = path.join(work, 'ListDeclarations.java');
  writeFileSync(program, PROGRAM);
  const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin/java') : 'java';
  let output: string;
  try {
    const sources = process.env.JAVA_SOURCES;
    output = execFileSync(java, ['--add-exports=jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED', program, path.join(work, 'src'), ...(sources ? [sources] : [])], { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    dispose();
    const { code, stderr } = error as { code?: string; stderr?: string };
    if (/NoSuchFileException: .*src\.zip/.test(stderr ?? '')) return { missing: 'the JDK has no src.zip (JAVA_HOME names another JDK, JAVA_SOURCES a folder of sources)' };
    return { missing: code === 'ENOENT' ? 'java is not installed' : (stderr ?? '').split('\n').find((line) => /Exception|error/.test(line)) ?? 'javac could not be run' };
  }
  const [first, ...lines] = output.trimEnd().split('\n');
  const [version, folder] = JSON.parse(first!) as [string, string];
  const files = new Map<string, ToolList>();
  for (const line of lines) {
    const [file, found] = JSON.parse(line) as [string, [string, string, number, number][] | null];
    if (!found) continue;
    const required = found.map(([kind, name, at, offset]): Listed => ({ kind, name: plainName(name), line: at, offset }));
    const elements = required.some(({ kind }) => kind === 'element');
    files.set(file, { required, counted: new Set(elements ? [...COUNTED, 'property'] : COUNTED) });
  }
  return { version, folder, files, dispose };
}
