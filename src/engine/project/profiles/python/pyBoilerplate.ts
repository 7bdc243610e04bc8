import type { BoilerplateFile } from '../../boilerplate/boilerplate';
import type { Project } from '../../project';

export function pyBoilerplate(_project: Project): BoilerplateFile[] {
  return [{ path: 'pyproject.toml', template: 'pyproject.toml', purpose: 'The package, with its dependencies.', text: PYPROJECT }];
}

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
