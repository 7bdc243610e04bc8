import { expect, test } from 'vitest';
import { workspaceOf } from '../engine/workspace';

/** Hash of what a section depends on, by the section's id. */
async function depsOf(workspace: Awaited<ReturnType<typeof workspaceOf>>, file: string, id: string, paths = ['']): Promise<string> {
  const result = await workspace.run({ request: { paths } });
  expect(result.errors).toEqual([]);
  const spec = await workspace.read(`specs/${file}.spec.md`);
  const escaped = id.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const found = spec.split('\n').find((line) => line.startsWith(`<!-- specwright:section id="${escaped}"`));
  if (!found) throw new Error(`no section ${id} in\n${spec}`);
  return /deps="([^"]*)"/.exec(found)![1]!;
}

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** File and id of the section that depends. */
  readonly section: readonly [string, string];
  /** File of what it depends on, with a change of its signature and one of its body. */
  readonly other: string;
  readonly signature: readonly [string, string];
  readonly body: readonly [string, string];
}

const CASES: readonly Case[] = [
  {
    title: 'Go: another file of the package',
    files: { 'queue/queue.go': 'package queue\n\nfunc Run() int { return delay(3) }\n', 'queue/retry.go': 'package queue\n\nfunc delay(n int) int { return n * 2 }\n' },
    section: ['queue/queue.go', 'Run'], other: 'queue/retry.go', signature: ['n int)', 'n int64)'], body: ['n * 2', 'n * 3'],
  },
  {
    title: 'Go: a package that is imported, in whichever file of it the name stands',
    files: { 'go.mod': 'module example.com/app\n', 'cmd/main.go': 'package main\n\nimport "example.com/app/internal/store"\n\nfunc run() { store.Open("a") }\n', 'internal/store/disk.go': 'package store\n\nfunc Open(path string) error { return f(path) }\n', 'internal/store/doc.go': 'package store\n' },
    section: ['cmd/main.go', 'run'], other: 'internal/store/disk.go', signature: ['path string)', 'path []byte)'], body: ['f(path)', 'g(path)'],
  },
  {
    title: 'Go: a type that a method of another file belongs to',
    files: { 'a.go': 'package a\n\nfunc (b *Batch) Flush() { send(b) }\n', 'b.go': 'package a\n\ntype Batch struct{ N int }\n\nfunc other() { f() }\n' },
    section: ['a.go', 'Batch.Flush'], other: 'b.go', signature: ['N int', 'N int64'], body: ['{ f() }', '{ g() }'],
  },
  {
    title: 'Java: another class of the package',
    files: { 'src/main/java/com/acme/A.java': 'package com.acme;\nclass A { void run(Clock clock) { clock.now(); } }\n', 'src/main/java/com/acme/Clock.java': 'package com.acme;\npublic class Clock { public long now() { return f(1); } }\n' },
    section: ['src/main/java/com/acme/A.java', 'A.run'], other: 'src/main/java/com/acme/Clock.java', signature: ['long now()', 'int now()'], body: ['f(1)', 'f(2)'],
  },
  {
    title: 'Java: a class of a package that is imported whole, from the tests of a module',
    files: { 'core/src/test/java/com/acme/ATest.java': 'package com.acme;\nimport com.acme.clock.*;\nclass ATest { void run(Clock clock) { clock.now(); } }\n', 'core/src/main/java/com/acme/clock/Clock.java': 'package com.acme.clock;\npublic class Clock { public long now() { return f(1); } }\n' },
    section: ['core/src/test/java/com/acme/ATest.java', 'ATest.run'], other: 'core/src/main/java/com/acme/clock/Clock.java', signature: ['long now()', 'int now()'], body: ['f(1)', 'f(2)'],
  },
  {
    title: 'C#: a type of the own namespace, in another file',
    files: { 'src/Acme.Limits/Limiter.cs': 'namespace Acme.Limits;\npublic class Limiter { public void Run(Clock clock) { clock.Now(); } }\n', 'src/Acme.Limits/Times.cs': 'namespace Acme.Limits;\npublic class Clock { public long Now() { return F(1); } }\n' },
    section: ['src/Acme.Limits/Limiter.cs', 'Limiter.Run'], other: 'src/Acme.Limits/Times.cs', signature: ['long Now()', 'int Now()'], body: ['F(1)', 'F(2)'],
  },
  {
    title: 'C#: a type of a namespace that is used',
    files: { 'src/Acme.Limits/Limiter.cs': 'using Acme.Limits.Time;\nnamespace Acme.Limits;\npublic class Limiter { public void Run(Clock clock) { clock.Now(); } }\n', 'src/Acme.Limits/Time/Clock.cs': 'namespace Acme.Limits.Time\n{\n  public class Clock { public long Now() { return F(1); } }\n}\n' },
    section: ['src/Acme.Limits/Limiter.cs', 'Limiter.Run'], other: 'src/Acme.Limits/Time/Clock.cs', signature: ['long Now()', 'int Now()'], body: ['F(1)', 'F(2)'],
  },
  {
    title: 'C#: a type of a namespace around the own one',
    files: { 'Acme/Time/Limiter.cs': 'namespace Acme.Time;\nclass Limiter { void Run(Clock clock) { clock.Now(); } }\n', 'Acme/Clock.cs': 'namespace Acme;\npublic class Clock { public long Now() { return F(1); } }\n' },
    section: ['Acme/Time/Limiter.cs', 'Limiter.Run'], other: 'Acme/Clock.cs', signature: ['long Now()', 'int Now()'], body: ['F(1)', 'F(2)'],
  },
  {
    title: 'PHP: a class of the own namespace',
    files: { 'src/Mail/Sender.php': '<?php\nnamespace Acme\\Mail;\nclass Sender { function run(Clock $clock) { $clock->now(); } }\n', 'src/Mail/Clock.php': '<?php\nnamespace Acme\\Mail;\nclass Clock { public function now(): int { return f(1); } }\n' },
    section: ['src/Mail/Sender.php', 'Sender.run'], other: 'src/Mail/Clock.php', signature: ['now(): int', 'now(): float'], body: ['f(1)', 'f(2)'],
  },
  {
    title: 'PHP: a class that is used from another namespace',
    files: { 'src/Mail/Sender.php': '<?php\nnamespace Acme\\Mail;\nuse Acme\\Time\\Clock as Watch;\nclass Sender { function run(Watch $clock) { $clock->now(); } }\n', 'src/Time/Clock.php': '<?php\nnamespace Acme\\Time;\nclass Clock { public function now(): int { return f(1); } }\n' },
    section: ['src/Mail/Sender.php', 'Sender.run'], other: 'src/Time/Clock.php', signature: ['now(): int', 'now(): float'], body: ['f(1)', 'f(2)'],
  },
  {
    title: 'C++: a qualified name of a header that a header includes',
    files: { 'src/main.cpp': '#include "all.hpp"\nint run() { return parcels::detail::delay(3); }\n', 'src/all.hpp': '#pragma once\n#include "delay.hpp"\n', 'src/delay.hpp': '#pragma once\nnamespace parcels { namespace detail {\ninline int delay(int n) { return n * 2; }\n} }\n' },
    section: ['src/main.cpp', 'run'], other: 'src/delay.hpp', signature: ['int delay(int n)', 'long delay(int n)'], body: ['n * 2', 'n * 3'],
  },
  {
    title: 'C++: a type, by its last name',
    files: { 'src/main.cpp': '#include "parcels/ring.hpp"\nnamespace parcels { int run(Ring<int> ring) { return ring.size(); } }\n', 'include/parcels/ring.hpp': 'namespace parcels { template <typename T> class Ring { public: int size() { return f(1); } }; }\n' },
    section: ['src/main.cpp', 'parcels.run'], other: 'include/parcels/ring.hpp', signature: ['int size()', 'long size()'], body: ['f(1)', 'f(2)'],
  },
  {
    title: 'C: a function that a header declares',
    files: { 'a.c': '#include "b.h"\nint run(void) { return delay(3); }\n', 'b.h': 'int delay(int n);\nstatic inline int other(void) { return 1; }\n' },
    section: ['a.c', 'run'], other: 'b.h', signature: ['int delay(int n)', 'long delay(int n)'], body: ['return 1', 'return 2'],
  },
  {
    title: 'Ruby: a class by its qualified name, of a file that a required file requires',
    files: { 'lib/shop.rb': "require_relative 'shop/all'\n\ndef run\n  Shop::Cart.new.total(1)\nend\n", 'lib/shop/all.rb': "require_relative 'cart'\n", 'lib/shop/cart.rb': 'module Shop\n  class Cart\n    def total(tax)\n      f(1)\n    end\n  end\nend\n' },
    section: ['lib/shop.rb', 'run'], other: 'lib/shop/cart.rb', signature: ['total(tax)', 'total(tax, net)'], body: ['f(1)', 'f(2)'],
  },
  {
    title: 'Rust: a path through the crate',
    files: { 'src/lib.rs': 'mod clock;\npub fn run() -> u32 { crate::clock::delay(3) }\n', 'src/clock.rs': 'pub(crate) fn delay(n: u32) -> u32 { n * 2 }\n' },
    section: ['src/lib.rs', 'run'], other: 'src/clock.rs', signature: ['-> u32', '-> u64'], body: ['n * 2', 'n * 3'],
  },
  {
    title: 'Rust: a module that is used, and one that is used whole',
    files: { 'src/a.rs': 'use crate::clock;\nuse super::store::*;\npub fn run() -> u32 { open(clock::delay(3)) }\n', 'src/clock.rs': 'pub fn delay(n: u32) -> u32 { n * 2 }\n', 'src/store.rs': 'pub fn open(n: u32) -> u32 { n }\n', 'src/lib.rs': 'mod a;\nmod clock;\nmod store;\n' },
    section: ['src/a.rs', 'run'], other: 'src/clock.rs', signature: ['-> u32', '-> u64'], body: ['n * 2', 'n * 3'],
  },
  {
    title: 'Rust: a name of a module that is used whole',
    files: { 'src/a.rs': 'use super::store::*;\npub fn run() -> u32 { open(3) }\n', 'src/store.rs': 'pub fn open(n: u32) -> u32 { n + 1 }\n', 'src/lib.rs': 'mod a;\nmod store;\n' },
    section: ['src/a.rs', 'run'], other: 'src/store.rs', signature: ['-> u32', '-> u64'], body: ['n + 1', 'n + 2'],
  },
  {
    title: 'Python: a module that is imported whole',
    files: { 'app/a.py': 'from .clock import *\n\ndef run():\n    return delay(3)\n', 'app/clock.py': 'def delay(n):\n    return n * 2\n', 'app/__init__.py': '' },
    section: ['app/a.py', 'run'], other: 'app/clock.py', signature: ['delay(n)', 'delay(n, m)'], body: ['n * 2', 'n * 3'],
  },
];

test.each(CASES)('$title: its signature counts, its body does not', async ({ files, section, other, signature, body }) => {
  const workspace = await workspaceOf(files);
  const before = await depsOf(workspace, ...section);
  expect(before).not.toBe('');
  // One file alone gives the same as the whole workspace.
  expect(await depsOf(workspace, ...section, [section[0]])).toBe(before);
  const text = files[other]!;
  await workspace.write(other, text.replace(...body));
  expect(await depsOf(workspace, ...section)).toBe(before);
  await workspace.write(other, text.replace(...signature));
  expect(await depsOf(workspace, ...section)).not.toBe(before);
});

test('a namesake of another package, namespace or module is nobody’s dependency', async () => {
  const workspace = await workspaceOf({
    'go/a/a.go': 'package a\n\nfunc Run() int { return delay(3) }\n',
    'go/b/b.go': 'package b\n\nfunc delay(n int) int { return n }\n',
    'cs/A.cs': 'namespace A;\nclass Q { void Run(Clock clock) { clock.Now(); } }\n',
    'cs/Clock.cs': 'namespace B;\npublic class Clock { public long Now() { return F(1); } }\n',
    'java/a/A.java': 'package a;\nclass A { void run(Clock clock) { clock.now(); } }\n',
    'java/b/Clock.java': 'package b;\npublic class Clock { public long now() { return f(1); } }\n',
  });
  expect(await depsOf(workspace, 'go/a/a.go', 'Run')).toBe('');
  expect(await depsOf(workspace, 'cs/A.cs', 'Q.Run')).toBe('');
  expect(await depsOf(workspace, 'java/a/A.java', 'A.run')).toBe('');
});

test('tests of a Go package see the package, and it does not see them', async () => {
  const workspace = await workspaceOf({
    'a/a.go': 'package a\n\nfunc Run() int { return helper(3) }\n',
    'a/a_test.go': 'package a\n\nfunc helper(n int) int { return Run() }\n',
  });
  expect(await depsOf(workspace, 'a/a.go', 'Run')).toBe('');
  expect(await depsOf(workspace, 'a/a_test.go', 'helper')).not.toBe('');
});

test('a file that the ignore rules leave out is nobody’s dependency', async () => {
  const workspace = await workspaceOf({
    '.gitignore': 'gen.go\n',
    'a/a.go': 'package a\n\nfunc Run() int { return delay(3) }\n',
    'a/gen.go': 'package a\n\nfunc delay(n int) int { return n }\n',
  });
  expect(await depsOf(workspace, 'a/a.go', 'Run')).toBe('');
});
