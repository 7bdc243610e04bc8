import * as ecmascript from './ecmascript';
import { ecmascriptNormal } from './ecmascriptNormal';
import * as query from './ecmascriptQuery';
import type { Language } from './language';

const FUNCTION = '[(arrow_function) (function_expression) (generator_function)]';

const own = `
(class_declaration name: (_) @name) @def.class
(class name: (_) @name) @def.class
(class) @def.class
(field_definition property: (_) @name value: ${FUNCTION} @code) @def.method
(field_definition property: (_) @name) @def.property

(formal_parameters [(identifier) (object_pattern) (array_pattern)] @param @param.name)
(formal_parameters (assignment_pattern left: (_) @param.name right: (_) @param.default) @param)
(formal_parameters (rest_pattern "..." @param.rest (_) @param.name) @param)
(arrow_function parameter: (identifier) @param @param.name)

(class_declaration (class_heritage (_) @extends)) @of
(class (class_heritage (_) @extends)) @of

(import_statement (import_clause (named_imports (import_specifier name: (_) @import.name alias: (_)? @import.alias))) source: (_) @from) @import

(formal_parameters (identifier) @bind)
`;

export const javascript: Language = {
  id: 'javascript',
  grammar: 'javascript',
  extensions: ['.js', '.mjs', '.cjs', '.jsx'],
  query: [query.symbols, own, query.imports, query.exports, query.effects, query.names, query.jsxNames].join('\n'),
  modifiers: ecmascript.modifiers,
  wrappers: ecmascript.wrappers,
  transparent: ecmascript.transparent,
  keyed: { pair: 'key' },
  decorators: ['decorator'],
  parentheses: ['parenthesized_expression'],
  comments: ['comment', 'html_comment'],
  blocks: ['statement_block', 'class_body'],
  merged: [],
  names: ecmascript.names,
  normal: ecmascriptNormal,
  hooks: ecmascript.hooks,
};
