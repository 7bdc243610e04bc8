import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indentAs, placeAt } from '../../../src/engine/apply/indentation';
import { applyTextEdits, rangesAfter } from '../../../src/engine/apply/proposal';
import { splitCode } from '../../../src/engine/apply/splitCode';

describe('an answer', () => {
  test('is imports, three hyphens, code', () => {
    expect(splitCode('import a from "a";\n---\n  b();\n')).toMatchObject({ imports: 'import a from "a";', code: '  b();' });
    expect(splitCode('---\n\n  b();\n\n')).toMatchObject({ imports: '', code: '  b();' });
  });

  test('without the hyphens is code', () => {
    expect(splitCode('  b();\n')).toMatchObject({ imports: '', code: '  b();' });
  });

  test.each([
    ['around all of it', '```ts\nimport a from "a";\n---\nb();\n```\n'],
    ['around the code', 'import a from "a";\n---\n```typescript\nb();\n```\n'],
    ['around both', '```\nimport a from "a";\n```\n---\n```\nb();\n```'],
  ])('loses a fence %s', (_, answer) => {
    expect(splitCode(answer)).toMatchObject({ imports: 'import a from "a";', code: 'b();' });
  });

  test('keeps fences and hyphens that belong to the code, to be told apart by what stands before them', () => {
    expect(splitCode('---\nconst doc = `\n---\n```\n`;').code).toBe('const doc = `\n---\n```\n`;');
    expect(splitCode('const doc = `\n---\n`;').whole).toBe('const doc = `\n---\n`;');
  });

  test('has the line feeds of its file later, not those of its sender', () => {
    expect(splitCode('---\r\na();\r\nb();\r\n').code).toBe('a();\nb();');
  });
});

describe('indentation', () => {
  const file = 'class A {\n  take() {\n    if (a) {\n      b();\n    }\n  }\n}\n';
  const place = placeAt(file, file.indexOf('take'));
  const wanted = 'take() {\n    if (a) {\n      c();\n    }\n  }';
  const noStrings = () => false;

  test.each([
    ['as it is to stand', '  take() {\n    if (a) {\n      c();\n    }\n  }'],
    ['at the margin', 'take() {\n  if (a) {\n    c();\n  }\n}'],
    ['left out on the first line', 'take() {\n    if (a) {\n      c();\n    }\n  }'],
    ['too deep', '      take() {\n        if (a) {\n          c();\n        }\n      }'],
    ['with tabs', '\ttake() {\n\t\tif (a) {\n\t\t\tc();\n\t\t}\n\t}'],
  ])('%s', (_, given) => {
    expect(indentAs(place, given, noStrings)).toBe(wanted);
  });

  test('of Python, where no line ends a block', () => {
    const python = 'class A:\n    def take(self):\n        return 1\n';
    const here = placeAt(python, python.indexOf('def'));
    for (const given of ['    def take(self):\n        return 2', 'def take(self):\n    return 2', 'def take(self):\n        return 2']) expect(indentAs(here, given, noStrings)).toBe('def take(self):\n        return 2');
  });

  test('becomes tabs in a file of tabs', () => {
    const go = 'func A() {\n\tif a {\n\t\tb()\n\t}\n}\n';
    expect(indentAs(placeAt(go, 0), 'func A() {\n    if a {\n        c()\n    }\n}', noStrings)).toBe('func A() {\n\tif a {\n\t\tc()\n\t}\n}');
  });

  test('of lines within a string stays', () => {
    expect(indentAs(place, 'take() {\n  return `a\nb\n  c`;\n}', (line) => line === 2 || line === 3)).toBe('take() {\n    return `a\nb\n  c`;\n  }');
  });
});

test('edits change what they name and nothing else, and say where it stands then', () => {
  const edits = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.string({ maxLength: 4 })), { maxLength: 5 });
  fc.assert(fc.property(fc.string({ maxLength: 60 }), edits, (text, steps) => {
    let at = 0;
    const made = steps.flatMap(([gap, length, newText]) => {
      const start = at + gap + 1;
      const end = start + length;
      at = end;
      return end <= text.length ? [{ start, end, newText }] : [];
    });
    const after = applyTextEdits(text, made);
    const ranges = rangesAfter(made);
    made.forEach(({ newText }, i) => expect(after.slice(ranges[i]!.start, ranges[i]!.end)).toBe(newText));
    const outside = (of: string, all: readonly { start: number; end: number }[]) => [...all.map(({ start }, i) => of.slice(all[i - 1]?.end ?? 0, start)), of.slice(all.at(-1)?.end ?? 0)];
    expect(outside(after, ranges)).toEqual(outside(text, made));
  }));
});
