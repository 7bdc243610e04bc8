import type { Phrases } from './phrases';

export const en: Phrases = {
  column: {
    exports: 'exports', internal: 'internal', kind: 'kind', summary: 'summary', member: 'member', type: 'type', access: 'access',
    parameter: 'parameter', default: 'default', value: 'value', name: 'name', inner: 'inner', signature: 'signature', error: 'error', thrownBy: 'where', source: 'source', reason: 'reason', position: 'position',
  },
  workspace: {
    title: 'Specifications',
    counts: (sources, folders) => `${sources} ${sources === 1 ? 'source' : 'sources'} in ${folders} ${folders === 1 ? 'folder' : 'folders'}.`,
    leftOut: 'Left out',
    more: (count) => `… and ${count} more.`,
  },
  heading: {
    overview: 'Overview and scope', architecture: 'Architecture', index: 'Classes and functions', details: 'Details', errors: 'Error handling', notes: 'Non-functional notes',
  },
  kind: {
    function: 'function', method: 'method', constructor: 'constructor', getter: 'getter', setter: 'setter', class: 'class', interface: 'interface',
    enum: 'enum', type: 'type', namespace: 'namespace', struct: 'struct', trait: 'trait', constant: 'constant', variable: 'variable',
    property: 'property', enumMember: 'enum member', 're-export': 're-export', module: 'module', macro: 'macro', record: 'record', annotation: 'annotation', delegate: 'delegate', union: 'union', deleter: 'deleter',
  },
  visibility: { public: 'public', protected: 'protected', package: 'package-private', internal: 'internal', private: 'private', exported: 'exported', unexported: 'unexported', defined: 'defines' },
  label: {
    imports: 'Imports', throws: 'Throws', raises: 'Raises', errors: 'Errors', panics: 'Panics', ends: 'Ends with', environment: 'Environment', returns: 'Returns', yields: 'Yields',
    calls: 'Calls', onLoad: 'Calls when loaded', constructor: 'Constructor', overloads: 'Callers see these overloads', conditions: 'Conditions', implements: 'Implements', decorators: 'Decorators', package: 'Package', namespace: 'Namespace',
  },
  declarations: 'Constants and types',
  statement: (label, text) => `${label} ${text}.`,
  listing: (label, text) => `${label}: ${text}.`,
  gap: ' ',
  none: 'none',
  optional: 'optional',
  passing: { 'positional-only': 'positional only', 'keyword-only': 'keyword only' },
  typeOnly: 'type only',
  from: (module) => `from ${module}`,
  initial: (value) => `initial ${value}`,
  empty: 'The file is empty.',
  syntaxErrors: 'The source has syntax errors. Only what could be read is listed here.',
  unknownLanguage: 'There is no grammar for this language yet, so no facts could be read from the source.',
  factsOnly: (reason) => `Facts only: ${reason}`,
  stale: (changed) => `**Out of date.** The code has changed since the text below was written: ${changed}.`,
  change: { sig: 'signature', body: 'body', deps: 'signatures it depends on', doc: 'doc comment', template: 'template', language: 'language' },
  gone: '**Gone.** The source no longer defines this symbol. The text below was written by a person and is kept; delete this section when it is of no more use.',
  missing: (reason) => `*No description yet: ${reason}. Run the command again to get it.*`,
  unverified: ' (*unverified*)',
};
