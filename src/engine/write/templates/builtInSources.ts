/**
 * The built-in templates, written as templates of a project's own: what "Create Template" copies. They give the same facts as the built-in
 * ones, byte by byte; a test holds them to it.
 */
export const TEMPLATE_SOURCES: Readonly<Record<string, string>> = {
  reference: `---
base: reference
---
<% /* One section at a time: what there is not is empty. The variables are described in docs/templates.md of Specwright. */ %>
<% const { parts, section } = it; %>
<% if (section.kind === 'overview') { %>
<%= [parts.title, parts.notes, parts.doc, parts.exports, parts.internal, parts.inner, parts.dependencies, parts.classDiagram].filter(Boolean).join('\\n\\n') %>
<% } else if (section.kind === 'declarations') { %>
<%= parts.declarations %>
<% } else if (section.kind === 'symbol') { %>
<%= [parts.heading, parts.signature, parts.overloads, parts.doc, parts.parameters, parts.members, parts.constructors, parts.inner, parts.effects].filter(Boolean).join('\\n\\n') %>
<% } %>
`,
  'detailed-design': `---
base: detailed-design
---
<% /* One section at a time: what there is not is empty. The variables are described in docs/templates.md of Specwright. */ %>
<% const { parts, section, phrases } = it; %>
<% if (section.kind === 'overview') { %>
<%= [parts.title, '## ' + phrases.heading.overview, parts.notes, parts.doc, parts.exports, parts.internal, parts.inner, parts.dependencies].filter(Boolean).join('\\n\\n') %>
<% } else if (section.kind === 'declarations') { %>
<%= parts.declarations %>
<% } else if (section.kind === 'aspect') { %>
<%= [parts.heading, parts.classDiagram, parts.moduleDiagram, parts.classes, parts.functions, parts.errors, section.id === 'index' ? '## ' + phrases.heading.details : ''].filter(Boolean).join('\\n\\n') %>
<% } else { %>
<%= [parts.heading, parts.signature, parts.overloads, parts.doc, parts.parameters, parts.members, parts.constructors, parts.inner, parts.effects].filter(Boolean).join('\\n\\n') %>
<% } %>
`,
};
