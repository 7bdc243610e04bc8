/** Values that are functions: a name that holds one is a function to its reader. */
const FUNCTION = '[(arrow_function) (function_expression) (generator_function)]';
const EXPORTS = '(identifier) @_exports';
const MODULE_EXPORTS = '(member_expression object: (identifier) @_module property: (property_identifier) @_exports)';
const IS_EXPORTS = '(#eq? @_exports "exports")';
const IS_MODULE_EXPORTS = '(#eq? @_module "module") (#eq? @_exports "exports")';
const REQUIRE = '(call_expression function: (identifier) @_require arguments: (arguments (string) @from))';
const IS_REQUIRE = '(#eq? @_require "require")';
const PROCESS_ENV = '(member_expression object: (identifier) @_process property: (property_identifier) @_env)';
const META_ENV = '(member_expression object: (meta_property) property: (property_identifier) @_env)';
const IS_PROCESS_ENV = '(#eq? @_process "process") (#eq? @_env "env")';

/** Symbols that JavaScript and TypeScript share. The order counts: the first match of a declaration wins. */
export const symbols = `
(function_declaration name: (_) @name) @def.function
(generator_function_declaration name: (_) @name) @def.function

; what is no symbol: required modules, destructured ones too
(variable_declarator value: ${REQUIRE} ${IS_REQUIRE}) @code
(variable_declarator value: (member_expression object: ${REQUIRE}) ${IS_REQUIRE}) @code
(export_statement "default" value: (identifier)) @code

(variable_declarator name: (identifier) @name value: ${FUNCTION} @code) @def.function
(variable_declarator name: (identifier) @name value: (class) @code) @def.class
(variable_declarator name: (identifier) @name value: (assignment_expression right: ${FUNCTION} @code)) @def.function
(variable_declarator name: (identifier) @name value: (assignment_expression right: (class) @code)) @def.class
(variable_declarator name: (_) @name) @def.constant

(export_statement "default" value: ${FUNCTION} @code) @def.function
(export_statement "default" value: (class) @code) @def.class
(export_statement "default" value: (_) @value) @def.constant

(assignment_expression left: ${MODULE_EXPORTS} right: ${FUNCTION} @code ${IS_MODULE_EXPORTS}) @def.function @exported.default
(assignment_expression left: ${MODULE_EXPORTS} right: (class) @code ${IS_MODULE_EXPORTS}) @def.class @exported.default
(assignment_expression left: ${MODULE_EXPORTS} right: (object (method_definition name: (_) @name) @def.function @exported) ${IS_MODULE_EXPORTS})
(assignment_expression left: ${MODULE_EXPORTS} right: (object (pair key: (_) @name value: ${FUNCTION} @code) @def.function @exported) ${IS_MODULE_EXPORTS})
(assignment_expression left: ${MODULE_EXPORTS} right: (object (pair key: (_) @name value: (class) @code) @def.class @exported) ${IS_MODULE_EXPORTS})
(assignment_expression left: (member_expression object: [${EXPORTS} ${MODULE_EXPORTS}] property: (property_identifier) @name) right: ${FUNCTION} @code ${IS_EXPORTS}) @def.function @exported
(assignment_expression left: (member_expression object: [${EXPORTS} ${MODULE_EXPORTS}] property: (property_identifier) @name) right: (class) @code ${IS_EXPORTS}) @def.class @exported
(assignment_expression left: (member_expression object: [${EXPORTS} ${MODULE_EXPORTS}] property: (property_identifier) @name)
  right: (_) @value ${IS_EXPORTS}) @def.constant @exported

(assignment_expression left: (member_expression object: (identifier) @owner property: (property_identifier) @_prototype) right: (object (method_definition name: (_) @name) @def.method) (#eq? @_prototype "prototype"))
(assignment_expression left: (member_expression object: (identifier) @owner property: (property_identifier) @_prototype) right: (object (pair key: (_) @name value: ${FUNCTION} @code) @def.method) (#eq? @_prototype "prototype"))
(assignment_expression left: (member_expression object: (member_expression object: (_) @owner property: (property_identifier) @_prototype) property: (property_identifier) @name) right: ${FUNCTION} @code (#eq? @_prototype "prototype")) @def.method
(assignment_expression left: (member_expression object: (this) property: (_) @name) right: ${FUNCTION} @code) @def.function
(assignment_expression left: (member_expression object: (this) property: (_) @name) right: (class) @code) @def.class
(assignment_expression left: (member_expression object: [(identifier) (member_expression)] @owner property: (_) @name) right: ${FUNCTION} @code) @def.function
(assignment_expression left: (member_expression object: [(identifier) (member_expression)] @owner property: (_) @name) right: (class) @code) @def.class
(assignment_expression left: (identifier) @name right: ${FUNCTION} @code) @def.function
(assignment_expression left: (identifier) @name right: (class) @code) @def.class

(method_definition "get" name: (_) @name) @def.getter
(method_definition "set" name: (_) @name) @def.setter
(method_definition name: (_) @name) @def.method
(pair key: (_) @name value: ${FUNCTION} @code) @def.method
(pair key: (_) @name value: (class) @code) @def.class

(function_expression name: (_) @name) @def.function
(generator_function name: (_) @name) @def.function
`;

export const imports = `
(import_statement source: (_) @from) @import
(import_statement (import_clause (identifier) @import.default) source: (_) @from) @import
(import_statement (import_clause (namespace_import (identifier) @import.all)) source: (_) @from) @import
(variable_declarator name: (identifier) @import.all value: ${REQUIRE} ${IS_REQUIRE}) @import
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @import.name) value: ${REQUIRE} ${IS_REQUIRE}) @import
(variable_declarator name: (object_pattern (pair_pattern key: (_) @import.name value: (identifier) @import.alias)) value: ${REQUIRE} ${IS_REQUIRE}) @import
(variable_declarator name: (identifier) @import.alias value: (member_expression object: ${REQUIRE} property: (_) @import.name) ${IS_REQUIRE}) @import
(variable_declarator name: (object_pattern) value: (member_expression object: ${REQUIRE} property: (_) @import.name) ${IS_REQUIRE}) @import
(expression_statement ${REQUIRE} ${IS_REQUIRE}) @import
(call_expression function: (import) arguments: (arguments (string) @from)) @import @import.star @import.lazy
`;

export const exports = `
; directives
(program (expression_statement (string)) @structure)
(export_statement (export_clause (export_specifier name: (_) @export.local alias: (_)? @export.name)) source: (_)? @from) @export
(export_statement (export_clause) @structure)
(export_statement "*" @export.star source: (_) @from) @export
(export_statement (namespace_export (_) @export.name) @export.star source: (_) @from) @export
(export_statement "default" @export.default value: (identifier) @export.local) @export
(assignment_expression left: ${MODULE_EXPORTS} right: (identifier) @export.local ${IS_MODULE_EXPORTS}) @export @export.default
(assignment_expression left: ${MODULE_EXPORTS} right: (object (shorthand_property_identifier) @export.local) ${IS_MODULE_EXPORTS}) @export
(assignment_expression left: ${MODULE_EXPORTS} right: (object (pair key: (_) @export.name value: (identifier) @export.local)) ${IS_MODULE_EXPORTS}) @export
(assignment_expression left: ${MODULE_EXPORTS} right: ${REQUIRE} @export.star ${IS_MODULE_EXPORTS} ${IS_REQUIRE}) @export
(assignment_expression left: (member_expression object: [${EXPORTS} ${MODULE_EXPORTS}] property: (property_identifier) @export.name) right: (identifier) @export.local ${IS_EXPORTS}) @export
(assignment_expression left: (member_expression object: [${EXPORTS} ${MODULE_EXPORTS}] property: (property_identifier) @export.name) right: ${REQUIRE} @export.star ${IS_EXPORTS} ${IS_REQUIRE}) @export
`;

export const effects = `
(call_expression function: (_) @call)
(new_expression constructor: (_) @call)
(call_expression function: (import) @call.notable)
(call_expression function: (identifier) @call.notable (#eq? @call.notable "require"))

(throw_statement (new_expression constructor: (_) @throw))
(throw_statement (call_expression function: (identifier) @throw (#match? @throw "^[A-Z]")))
(throw_statement (_ (new_expression constructor: (_) @throw)))
(throw_statement (call_expression function: (_) @_assign arguments: (arguments (new_expression constructor: (_) @throw)) (#eq? @_assign "Object.assign")))
(call_expression function: (_) @_reject arguments: (arguments (new_expression constructor: (_) @throw)) (#eq? @_reject "Promise.reject"))

(member_expression object: ${PROCESS_ENV} property: (property_identifier) @env ${IS_PROCESS_ENV})
(member_expression object: ${META_ENV} property: (property_identifier) @env (#eq? @_env "env"))
(subscript_expression object: ${PROCESS_ENV} index: (string) @env ${IS_PROCESS_ENV})
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @env) value: ${PROCESS_ENV} ${IS_PROCESS_ENV})
(variable_declarator name: (object_pattern (pair_pattern key: (_) @env)) value: ${PROCESS_ENV} ${IS_PROCESS_ENV})
(variable_declarator name: (object_pattern (object_assignment_pattern left: (shorthand_property_identifier_pattern) @env)) value: ${PROCESS_ENV} ${IS_PROCESS_ENV})
`;

export const names = `
[(function_declaration) (function_expression) (generator_function) (generator_function_declaration) (arrow_function) (method_definition)] @scope.function
[(statement_block) (for_statement) (for_in_statement) (catch_clause) (switch_body) (class_declaration) (class)] @scope

(function_declaration name: (_) @bind.outer)
(generator_function_declaration name: (_) @bind.outer)
(class_declaration name: (_) @bind.outer)
(function_expression name: (_) @bind)
(generator_function name: (_) @bind)
(class name: (_) @bind)
(lexical_declaration (variable_declarator name: (identifier) @bind))
(variable_declaration (variable_declarator name: (identifier) @bind.hoisted))
(arrow_function parameter: (identifier) @bind)
(array_pattern (identifier) @bind)
(object_pattern (shorthand_property_identifier_pattern) @bind)
(object_assignment_pattern left: (shorthand_property_identifier_pattern) @bind)
(pair_pattern value: (identifier) @bind)
(assignment_pattern left: (identifier) @bind)
(rest_pattern (identifier) @bind)
(catch_clause parameter: (identifier) @bind)
(for_in_statement kind: _ left: (identifier) @bind)
(import_clause (identifier) @bind)
(namespace_import (identifier) @bind)
(import_specifier !alias name: (identifier) @bind)
(import_specifier name: (_) @skip alias: (identifier) @bind)
`;

/** Only where the grammar knows JSX. */
export const jsxNames = `
(jsx_opening_element name: (identifier) @call (#match? @call "^[A-Z]"))
(jsx_opening_element name: (member_expression) @call)
(jsx_self_closing_element name: (identifier) @call (#match? @call "^[A-Z]"))
(jsx_self_closing_element name: (member_expression) @call)
(jsx_opening_element name: (identifier) @skip (#match? @skip "^[a-z]"))
(jsx_self_closing_element name: (identifier) @skip (#match? @skip "^[a-z]"))
(jsx_closing_element name: (identifier) @skip)
`;
