import type { BoilerplateFile } from '../../boilerplate/boilerplate';
import { commonBoilerplate } from '../../boilerplate/common';
import { isServed, type Project } from '../../project';

export function pyBoilerplate(project: Project): BoilerplateFile[] {
  const isProgram = isServed(project);
  return [
    { path: 'pyproject.toml', template: 'pyproject.toml', purpose: 'The package, with its dependencies.', text: PYPROJECT },
    ...commonBoilerplate({
      ignored: ['__pycache__/', '*.py[cod]', '*.egg-info/', '.venv/', 'build/', 'dist/', '.pytest_cache/', '.ruff_cache/', '.env'],
      ...(isProgram && { dockerfile: DOCKERFILE }),
      targets: { install: ["python -m pip install -e '.[dev]'"], check: ['ruff check .', 'ruff format --check .'], test: ['pytest'], ...(isProgram && { run: ['python -m <%= it.module %>'] }) },
      ciSteps: `      - uses: actions/setup-python@v5
        with:
          python-version: "<%= it.languageVersion %>"
      - run: python -m pip install -e '.[dev]'
      - run: ruff check .
      - run: pytest
`,
      editorConfig: '[*.py]\nindent_style = space\nindent_size = 4\nmax_line_length = 100\n\n[*.{toml,yml,md}]\nindent_style = space\nindent_size = 2\n\n[Makefile]\nindent_style = tab\n',
      needs: 'Python <%= it.languageVersion %> or later.',
    }),
  ];
}

const DOCKERFILE = `FROM python:<%= it.languageVersion %>-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir .
ENV HOST=0.0.0.0
EXPOSE 8000
CMD ["python", "-m", "<%= it.module %>"]
`;

const PYPROJECT = `<%
const text = (value) => JSON.stringify(value.replace(/\\s+/g, ' ').trim());
const pin = (version) => (version === '' || /^[<>=!~]/.test(version) ? version : '==' + version);
const dependencies = new Map(it.command ? [['fastapi', 'fastapi>=0.115'], ['pydantic', 'pydantic[email]>=2.9'], ['uvicorn', 'uvicorn>=0.34']] : [['pydantic', 'pydantic[email]>=2.9']]);
for (const { name, version } of it.dependencies) dependencies.set(name.toLowerCase(), name + pin(version));
%>
[build-system]
requires = ["setuptools>=75"]
build-backend = "setuptools.build_meta"

[project]
name = <%= text(it.slug) %>
version = "0.1.0"
<% if (it.description) { %>
description = <%= text(it.description) %>
<% } %>
requires-python = ">=<%= it.languageVersion %>"
dependencies = [
<% for (const dependency of [...dependencies.values()].sort()) { %>
    <%= text(dependency) %>,
<% } %>
]

[project.optional-dependencies]
dev = ["pytest>=8", "ruff>=0.8"]

[tool.setuptools.packages.find]
include = ["<%= it.module %>*"]

[tool.ruff]
line-length = 100
`;
