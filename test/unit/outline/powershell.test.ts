import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { hashesOf, mutantsOf, outlineOf, symbolsOf } from './mutants';

const inventory = await readFile(path.join(FIXTURES, 'outline/powershell/Inventory.psm1'), 'utf8');
const symbol = await symbolsOf('Inventory.psm1', inventory);

test('the spec of a PowerShell module reads as its reviewer left it', async () => {
  await expect(await specOf('powershell', 'Inventory.psm1', 'lib/Log.ps1')).toMatchFileSnapshot('../../fixtures/golden/Inventory.psm1.spec.md');
});

test('a module with every kind of declaration is read without errors', async () => {
  const { syntaxErrors, doc, imports, exports, looseBody } = await outlineOf('Inventory.psm1', inventory);
  expect(syntaxErrors).toEqual([]);
  expect(doc).toMatch(/^Keeps count of what lies in a warehouse/);
  expect(looseBody).toMatch(/./); // Set-StrictMode, New-Alias
  expect(imports.map(({ from }) => from)).toEqual(['./Types.psm1', './lib/Log.ps1', 'Microsoft.PowerShell.Utility']);
  expect(exports.map(({ name }) => name)).toEqual(['Unit', 'Article', 'PerishableArticle', 'Add-Stock', 'Save-Stock', 'Select-Scarce']);
});

test.each([
  ['. $PSScriptRoot\\x.ps1', './x.ps1'],
  ['. "$PSScriptRoot/lib/x.ps1"', './lib/x.ps1'],
  ['. .\\x.ps1', './x.ps1'],
  [". (Join-Path $PSScriptRoot 'x.ps1')", './x.ps1'],
  ['import-module "$PSScriptRoot/X.psm1" -Force', './X.psm1'],
  ['Import-Module Pester', 'Pester'],
  ["using module './X.psm1'", './X.psm1'],
])('%s reads %s', async (text, from) => {
  expect((await outlineOf('a.ps1', text)).imports.map((one) => one.from)).toEqual([from]);
});

test('parameters with their types, defaults and attributes', () => {
  expect(symbol('Add-Stock').params.map(({ name, type, default: value, optional }) => [name, type, value, optional])).toEqual([
    ['Name', '[string[]]', undefined, false],
    ['Quantity', '[int]', '1', true],
    ['Unit', '[Unit]', '[Unit]::Piece', true],
    ['PassThru', '[switch]', undefined, true],
  ]);
  expect(symbol('Add-Stock').params[0]!.doc).toBe('Names of the articles. `[Parameter(Mandatory, Position = 0, ValueFromPipeline)]` `[ValidateNotNullOrEmpty()]`');
  expect(symbol('Add-Stock').params[3]!.doc).toBe('Hands the article on.');
  expect(symbol('Save-Stock').signature).toBe('function Save-Stock([string] $Path = $script:File, [switch] $Force)');
});

test('help above a function, at the beginning of its body, and for a result', () => {
  expect(symbol('Add-Stock')).toMatchObject({ result: '[Article]', resultDoc: 'The article, where -PassThru is given.' });
  expect(symbol('Add-Stock').doc).toMatch(/^Puts articles into stock\.\n\nCreates the article/);
  expect(symbol('Save-Stock').doc).toBe('Writes the stock to a file.');
});

test('the parameters of a script are those of a function', async () => {
  const find = await symbolsOf('a.ps1', '<#\n.SYNOPSIS\n  Does it.\n.PARAMETER Name\n  Whose.\n#>\n[CmdletBinding()]\nparam([Parameter(Mandatory)][string] $Name, $Rest = 1)\n"$Name"\n');
  expect(find('param')).toMatchObject({ kind: 'function', signature: 'param([string] $Name, $Rest = 1)', decorators: ['[CmdletBinding()]'] });
  expect(find('param').params[0]).toEqual({ name: 'Name', type: '[string]', optional: false, doc: 'Whose. `[Parameter(Mandatory)]`' });
});

test('classes with their members, hidden and static ones, base classes and constructors', () => {
  expect(symbol('Article.Article')).toMatchObject({ kind: 'constructor', signature: 'Article([string] $name)' });
  expect(symbol('Article.Seen')).toMatchObject({ visibility: 'private', modifiers: ['hidden'], value: '(Get-Date)', exported: false });
  expect(symbol('Article.Parse')).toMatchObject({ kind: 'method', modifiers: ['static'], result: '[Article]' });
  expect(symbol('PerishableArticle').heritage).toEqual([{ relation: 'extends', name: 'Article' }]);
  expect(symbol('Unit.Box')).toMatchObject({ kind: 'enumMember', value: '12' });
});

test('variables of the script, and constants made by a command', () => {
  expect(symbol('$script:File')).toMatchObject({ kind: 'variable', exported: false, effects: { env: ['INVENTORY_HOME'] } });
  expect(symbol('$MaxQuantity')).toMatchObject({ kind: 'constant', value: '10000' });
});

test('errors are thrown, written to stop, or exit statuses; a rethrow is none', async () => {
  expect(symbol('Article.Article').effects.throws).toEqual(['System.ArgumentException']);
  expect(symbol('Add-Stock').effects.throws).toEqual(['Write-Error']);
  expect(symbol('Save-Stock').effects.throws).toEqual(['RuntimeException']);
  expect(symbol('Get-Secret').effects).toMatchObject({ throws: ['exit 3'], env: ['INVENTORY_KEY'] });
});

test.each([
  ['white space and line breaks', 'function A($b) {\n  if ($b) {\n    c\n  }\n}', 'function A( $b ){ if( $b ){c} }'],
  ['semicolons', 'function A { $b = 1; $c = 2 }', 'function A {\n  $b = 1\n  $c = 2\n}'],
  ['the case of keywords, operators and names', 'function A($b) { if ($b -eq 1 -and -not $c) { Get-Item $b } }', 'Function A($B) { IF ($b -EQ 1 -And -Not $C) { get-item $b } }'],
  ['continued lines', 'function A { Get-Item -Path b -Force }', 'function A {\n  Get-Item `\n    -Path b `\n    -Force\n}'],
  ['pipelines over several lines', 'function A { b | c | d }', 'function A {\n  b |\n    c |\n    d\n}'],
  ['hash tables', 'function A { @{ a = 1; b = 2 } }', 'function A {\n  @{\n    a = 1\n    b = 2\n  }\n}'],
  ['comments', 'function A { b }', '# c\nfunction A { b <# d #> } # e'],
])('%s change no hash', async (_, one, other) => {
  expect(await hashesOf('a.ps1', one)).toEqual(await hashesOf('a.ps1', other));
});

test.each([
  ['"$a $b"', '"$a$b"'],
  ["'$a'", '"$a"'],
  ['"a"', '"A"'],
  ['b -eq c', 'b -ne c'],
  ['$b -eq 1', '$b -ceq 1'],
  ['$b -and $c', '$b -or $c'],
  ['b c', 'b C'],
  ['b -c', 'b -d'],
  ['b -c:$true', 'b -c $true'],
  ['b c, d', 'b c d'],
  ['@(b)', '$(b)'],
  ['[int]$b', '[long]$b'],
  ['$b.c', '$b::c'],
  ['b; c', 'b | c'],
  ['& b', '. b'],
  ['return b', 'b'],
  ['b > c', 'b >> c'],
])('%s is not %s', async (one, other) => {
  expect(await hashesOf('a.ps1', `function X {\n  ${one}\n}`)).not.toEqual(await hashesOf('a.ps1', `function X {\n  ${other}\n}`));
});

test('every mutant changes a hash', async () => {
  const before = (await hashesOf('Inventory.psm1', inventory)).join('\n');
  const help = [...inventory.matchAll(/<#[\s\S]*?#>/g)].map((found) => found[0]).join('\n').split('\n').map((line) => line.trim());
  const words = { '$true': '$false', not: 'bnot', gt: 'ge', lt: 'le', and: 'or', ne: 'eq', static: 'hidden', hidden: 'static', filter: 'function', Mandatory: 'Position', switch: 'bool', int: 'long', process: 'end' };
  const mutants = (await mutantsOf('Inventory.psm1', inventory, /^\s*#|^\s*\.\s|^\s*(?:using|Import-Module|Export-ModuleMember)\b/, words)).filter(({ what }) => {
    const line = Number(/^lines? (\d+)/.exec(what)?.[1] ?? 0);
    return line === 0 || !help.includes(inventory.split('\n')[line - 1]!.trim());
  });
  const unseen = [];
  for (const { what, text } of mutants) if ((await hashesOf('Inventory.psm1', text)).join('\n') === before) unseen.push(what);
  expect(unseen).toEqual([]);
  expect(mutants.length).toBeGreaterThan(80);
});
