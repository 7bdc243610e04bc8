// Writes the names that JavaScript's and Python's own libraries have into src/engine/verify/builtIns: TypeScript's declarations, the modules of this Node, and what python3 says of
// itself. Run by hand after an update of one of them: `node scripts/builtInNames.mjs`.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const libraries = path.dirname(require.resolve('typescript'));
const folder = path.join(import.meta.dirname, '../src/engine/verify/builtIns');

/** Interfaces with their members, values, types and functions that declaration files declare for everybody. */
function declared(files) {
  const interfaces = new Map();
  const values = new Map();
  const functions = new Set();
  const types = new Set();
  for (const file of files) {
    const visit = (node) => {
      if (ts.isInterfaceDeclaration(node)) {
        const members = interfaces.get(node.name.text) ?? new Set();
        for (const { name } of node.members) if (name && ts.isIdentifier(name)) members.add(name.text);
        interfaces.set(node.name.text, members);
      } else if (ts.isTypeAliasDeclaration(node)) types.add(node.name.text);
      else if (ts.isFunctionDeclaration(node)) functions.add(node.name.text);
      else if (ts.isVariableStatement(node)) for (const { name, type } of node.declarationList.declarations) values.set(name.text, type && ts.isTypeReferenceNode(type) ? type.typeName.text : '');
      else if (ts.isModuleDeclaration(node) && node.body) node.body.statements.forEach(visit);
    };
    ts.createSourceFile(file, readFileSync(path.join(libraries, file), 'utf8'), ts.ScriptTarget.Latest).statements.forEach(visit);
  }
  return { interfaces, values, functions, types };
}

/** What a program uses of a browser. Its other thousands of members are found in the code that names them. */
const USED_OF_DOM = 'AbortController AbortSignal Blob Body Document Element Event EventTarget File FormData Headers HTMLElement History KeyboardEvent Location MessageEvent MouseEvent Navigator Node Request Response Storage URL URLSearchParams WebSocket Worker'.split(' ');

function ecmascript() {
  const files = readdirSync(libraries);
  const es = declared(files.filter((file) => /^lib\.(?:es\d|esnext|decorators)[\w.]*\.d\.ts$/.test(file) && !file.includes('.full.')));
  const dom = declared(['lib.dom.d.ts']);
  const isCommon = (name) => !/^(?:HTML|SVG)\w+Element$|^(?:WebGL|GPU|EXT_|OES_|WEBGL_|RTC|SpeechS|MediaKey|IDB|CSS\w)|^[A-Z\d_]+$/.test(name);
  // A window's own variables (`name`, `status`, `length`) are words like any other.
  const ofWindow = [...dom.values.keys()].filter((name) => /^[A-Z]/.test(name) && isCommon(name));
  const named = ['window', 'document', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'customElements', 'indexedDB', 'alert', 'confirm', 'prompt', ...[...dom.functions].filter((name) => /[a-z][A-Z]|^fetch$/.test(name))];
  const nodeGlobals = [...Object.getOwnPropertyNames(globalThis).filter((name) => /[A-Z]|^(?:process|console|global|fetch|crypto|performance)$/.test(name)), 'require', 'module', 'exports', '__dirname', '__filename', 'Buffer'];
  const constants = [...Object.keys(os.constants.errno), ...Object.keys(os.constants.signals)];
  const statics = [...es.values].flatMap(([name, type]) => (es.interfaces.has(type) && /^[A-Z]/.test(name) ? [[name, es.interfaces.get(type)]] : []));
  const members = new Set([...[...es.interfaces.values()].flatMap((own) => [...own]), ...USED_OF_DOM.flatMap((name) => [...(dom.interfaces.get(name) ?? [])])]);
  const modules = [];
  for (const name of builtinModules.filter((module) => !/^_|\/(?!promises$)|^(?:sys|punycode|wasi|trace_events)$/.test(module))) {
    const exported = require(name);
    modules.push([name, Object.keys(exported).filter((key) => !/^[A-Z\d_]+$|^_|^default$/.test(key))]);
    for (const value of Object.values(exported)) {
      if (typeof value !== 'function' || !value.prototype) continue;
      for (const key of Object.getOwnPropertyNames(value.prototype)) if (!/^_|^on(?!ce$)[a-z]+$|^asymmetric|LE$|BE$/.test(key)) members.add(key);
    }
  }
  return {
    globals: unique([...es.interfaces.keys(), ...es.types, ...es.functions, ...es.values.keys(), ...ofWindow, ...named, ...nodeGlobals, ...constants]),
    members: unique([...members].filter((name) => !/^on(?!ce$)[a-z]+$|^[A-Z\d_]+$/.test(name))),
    modules: modules.map(([name, names]) => [name, unique(names)]),
    statics: statics.map(([name, names]) => [name, unique(names)]),
  };
}

const PYTHON = `
import builtins, importlib, json, sys
public = lambda names: [n for n in names if not n.startswith('_')]
used = 'abc argparse asyncio base64 bisect collections collections.abc concurrent.futures contextlib copy csv dataclasses datetime decimal enum functools glob hashlib heapq http importlib io itertools json logging math operator os os.path pathlib pickle queue random re secrets shutil signal string struct subprocess sys tempfile textwrap threading time traceback types typing unittest urllib.parse urllib.request uuid warnings weakref'.split()
modules = {}
for name in used:
    module = importlib.import_module(name)
    modules[name] = [n for n in public(getattr(module, '__all__', None) or dir(module)) if not n.isupper()]
import asyncio, collections, contextlib, datetime, decimal, enum, io, logging, pathlib, queue, re, subprocess, threading
types = [object, str, bytes, list, dict, set, tuple, int, float, range, BaseException, OSError, StopIteration, type, property, memoryview, collections.OrderedDict, collections.Counter, collections.defaultdict, collections.deque, datetime.datetime, datetime.timedelta, decimal.Decimal, enum.Enum, io.TextIOWrapper, io.BufferedReader, io.StringIO, logging.Logger, logging.LogRecord, pathlib.Path, queue.Queue, re.Pattern, re.Match, subprocess.Popen, threading.Thread, threading.Lock, threading.Event, threading.Condition, asyncio.Task, asyncio.Queue, asyncio.AbstractEventLoop, type(lambda: 0), type((lambda: (yield))())]
members = sorted({n for t in types for n in dir(t) if not n.startswith('_') or n.startswith('__')} | {'__annotations__','__name__','__file__','__main__','__all__','__slots__','__version__','__path__','__package__','__await__','__aenter__','__aexit__','__aiter__','__anext__','__enter__','__exit__','__call__','__getitem__','__setitem__','__delitem__','__iter__','__next__','__len__','__contains__','__missing__','__getattr__','__del__','__copy__','__deepcopy__','__post_init__','__set_name__','__index__','__bytes__','__fspath__','__matmul__'})
print(json.dumps({'globals': [n for n in dir(builtins)] + ['self', 'cls'], 'members': members, 'modules': {**{n: [] for n in sys.stdlib_module_names if not n.startswith('_')}, **modules}}))
`;

function python() {
  const { globals, members, modules } = JSON.parse(execFileSync('python3', ['-c', PYTHON], { encoding: 'utf8' }));
  return { globals: unique(globals), members: unique(members), modules: Object.entries(modules).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, names]) => [name, unique(names)]), statics: [] };
}

function unique(names) {
  return [...new Set(names)].filter((name) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)).sort();
}

function write(file, { globals, members, modules, statics }) {
  const list = (names) => names.join(' ');
  const table = (rows) => rows.map(([name, names]) => `    '${name}': '${list(names)}',`).join('\n');
  writeFileSync(
    path.join(folder, `${file}.ts`),
    `import type { NameTable } from './builtIns';

/** Made by \`node scripts/builtInNames.mjs\`. */
export const ${file}: NameTable = {
  globals: '${list(globals)}',
  members: '${list(members)}',
  modules: {
${table(modules)}
  },${statics.length > 0 ? `\n  statics: {\n${table(statics)}\n  },` : ''}
};
`,
  );
}

write('ecmascript', ecmascript());
write('python', python());
