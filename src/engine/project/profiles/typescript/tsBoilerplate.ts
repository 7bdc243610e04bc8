import type { BoilerplateFile } from '../../boilerplate/boilerplate';
import { commonBoilerplate } from '../../boilerplate/common';
import { isServed, type Project } from '../../project';

export function tsBoilerplate(project: Project): BoilerplateFile[] {
  const isProgram = isServed(project);
  return [
    { path: 'package.json', template: 'package.json', purpose: 'The package, with its scripts and dependencies.', text: PACKAGE },
    { path: 'tsconfig.json', template: 'tsconfig.json', purpose: 'Settings of the compiler.', text: TSCONFIG },
    ...commonBoilerplate({
      ignored: ['node_modules/', 'dist/', '*.log', '.env'],
      ...(isProgram && { dockerfile: DOCKERFILE }),
      targets: { install: ['npm install'], build: ['npm run build'], test: ['npm test'], ...(isProgram && { run: ['npm run build', 'npm start'] }) },
      ciSteps: `      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm install
      - run: npm run build
      - run: npm test
`,
      editorConfig: '[*.{ts,json,md,yml}]\nindent_style = space\nindent_size = 2\nmax_line_length = 100\n\n[Makefile]\nindent_style = tab\n',
      needs: 'Node.js 22 or later.',
    }),
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

const DOCKERFILE = `FROM node:22-slim AS build
WORKDIR /app
COPY package*.json ./
RUN npm install
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
CMD ["node", "<%= it.command %>"]
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
