import type { BoilerplateFile } from '../../boilerplate/boilerplate';
import type { Project } from '../../project';

export function tsBoilerplate(_project: Project): BoilerplateFile[] {
  return [
    { path: 'package.json', template: 'package.json', purpose: 'The package, with its scripts and dependencies.', text: PACKAGE },
    { path: 'tsconfig.json', template: 'tsconfig.json', purpose: 'Settings of the compiler.', text: TSCONFIG },
  ];
}

/** Versions that were published in 2026 and work together. */
const PACKAGE = `<%
const isRange = (version) => /^[\\^~<>=*\\d]|^(?:latest|next|npm:|workspace:|file:|git)/.test(version);
const dependencies = { ...(it.command ? { fastify: '5.12.8' } : {}) };
for (const { name, version } of it.dependencies) dependencies[name] = version && isRange(version) ? version : '*';
const content = {
  name: it.module,
  version: '0.1.0',
  ...(it.description ? { description: it.description.replace(/\\s+/g, ' ').trim() } : {}),
  private: true,
  type: 'module',
  engines: { node: '>=22' },
  scripts: {
    build: 'tsc',
    ...(it.command ? { start: 'node dist/src/main.js' } : {}),
    test: 'tsc && node --test "dist/test/**/*.test.js"',
  },
  dependencies: Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1))),
  devDependencies: { '@types/node': '22.20.5', typescript: '~' + it.languageVersion.split('.').concat('0', '0').slice(0, 3).join('.') },
  prettier: { printWidth: 100, singleQuote: true },
};
%>
<%= JSON.stringify(content, null, 2) %>
`;

const TSCONFIG = `{
  "compilerOptions": {
    "target": "ES2023",
    "module": "NodeNext",
    "strict": true,
    "noFallthroughCasesInSwitch": true,
    "noImplicitOverride": true,
    "isolatedModules": true,
    "skipLibCheck": true,
    "types": ["node"],
    "rootDir": ".",
    "outDir": "dist"
  },
  "include": ["src", "test"]
}
`;
