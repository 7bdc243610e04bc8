const ENVIRON = '(attribute object: (identifier) @_os attribute: (identifier) @_environ)';
const IS_ENVIRON = '(#eq? @_os "os") (#eq? @_environ "environ")';

export const pythonQuery = `
(function_definition name: (_) @name) @def.function
(class_definition name: (_) @name) @def.class
(assignment left: (identifier) @name right: (lambda) @code) @def.function
(assignment left: (identifier) @name right: (_)? @value) @def.variable
(assignment left: [(pattern_list) (tuple_pattern) (list_pattern)] @name right: (_)? @value) @def.variable
(type_alias_statement left: (type) @name right: (type) @type) @def.type

(parameters [(identifier) (positional_separator) (keyword_separator)] @param @param.name)
(parameters (default_parameter name: (_) @param.name value: (_) @param.default) @param)
(parameters (typed_parameter (identifier) @param.name type: (_) @param.type) @param)
(parameters (typed_parameter [(list_splat_pattern "*" @param.rest (_) @param.name) (dictionary_splat_pattern "**" @param.rest (_) @param.name)] type: (_) @param.type) @param)
(parameters (typed_default_parameter name: (_) @param.name type: (_) @param.type value: (_) @param.default) @param)
(parameters (list_splat_pattern "*" @param.rest (_) @param.name) @param)
(parameters (dictionary_splat_pattern "**" @param.rest (_) @param.name) @param)
(lambda_parameters [(identifier) (positional_separator) (keyword_separator)] @param @param.name)
(lambda_parameters (default_parameter name: (_) @param.name value: (_) @param.default) @param)
(lambda_parameters (list_splat_pattern "*" @param.rest (_) @param.name) @param)
(lambda_parameters (dictionary_splat_pattern "**" @param.rest (_) @param.name) @param)

(class_definition superclasses: (argument_list [(identifier) (attribute) (subscript) (call)] @extends)) @of

(import_statement name: (dotted_name) @from @import.all) @import
(import_statement name: (aliased_import name: (dotted_name) @from alias: (identifier) @import.all)) @import
(import_from_statement module_name: (_) @from name: (dotted_name) @import.name) @import
(import_from_statement module_name: (_) @from name: (aliased_import name: (dotted_name) @import.name alias: (identifier) @import.alias)) @import
(import_from_statement module_name: (_) @from (wildcard_import) @import.star) @import
(if_statement condition: (_) @import.typeOnly consequence: (block (import_from_statement module_name: (_) @from) @import) (#match? @import.typeOnly "^([a-z]+[.])?TYPE_CHECKING$"))
(if_statement condition: (_) @import.typeOnly consequence: (block (import_statement name: [(dotted_name) @from (aliased_import name: (dotted_name) @from)]) @import) (#match? @import.typeOnly "^([a-z]+[.])?TYPE_CHECKING$"))
(future_import_statement) @structure

(assignment left: (identifier) @_all (#eq? @_all "__all__")) @structure
(augmented_assignment left: (identifier) @_all (#eq? @_all "__all__")) @structure

(call function: (_) @call)
(raise_statement (call function: (_) @throw))
(raise_statement [(identifier) (attribute)] @throw)
(subscript value: ${ENVIRON} subscript: (string) @env ${IS_ENVIRON})
(call function: (attribute object: ${ENVIRON} attribute: (identifier) @_get) arguments: (argument_list (string) @env) ${IS_ENVIRON} (#any-of? @_get "get" "pop" "setdefault"))
(call function: (attribute object: (identifier) @_os attribute: (identifier) @_getenv) arguments: (argument_list (string) @env) (#eq? @_os "os") (#any-of? @_getenv "getenv" "getenvb"))
(call function: (identifier) @_getenv arguments: (argument_list (string) @env) (#eq? @_getenv "getenv"))
(subscript value: (identifier) @_environ subscript: (string) @env (#eq? @_environ "environ"))
(call function: (attribute object: (identifier) @_environ attribute: (identifier) @_get) arguments: (argument_list (string) @env) (#eq? @_environ "environ") (#any-of? @_get "get" "pop" "setdefault"))

[(function_definition) (lambda)] @scope.function
[(list_comprehension) (set_comprehension) (dictionary_comprehension) (generator_expression)] @scope
(class_definition) @scope.class
(function_definition name: (identifier) @bind.outer)
(class_definition name: (identifier) @bind.outer)
(parameters (identifier) @bind)
(lambda_parameters (identifier) @bind)
(default_parameter name: (identifier) @bind)
(typed_parameter (identifier) @bind)
(typed_default_parameter name: (identifier) @bind)
(list_splat_pattern (identifier) @bind)
(dictionary_splat_pattern (identifier) @bind)
(assignment left: (identifier) @bind)
(augmented_assignment left: (identifier) @bind)
(pattern_list (identifier) @bind)
(tuple_pattern (identifier) @bind)
(list_pattern (identifier) @bind)
(for_statement left: (identifier) @bind)
(for_in_clause left: (identifier) @bind)
(as_pattern_target (identifier) @bind)
(named_expression name: (identifier) @bind.hoisted)
(case_pattern (dotted_name (identifier) @bind))
(case_pattern (as_pattern (identifier) @bind))
(splat_pattern (identifier) @bind)
(import_statement name: (dotted_name (identifier) @bind))
(aliased_import name: (dotted_name (identifier) @skip))
(aliased_import alias: (identifier) @bind)
(import_from_statement name: (dotted_name (identifier) @bind))
(import_from_statement module_name: (dotted_name (identifier) @skip))
(relative_import (dotted_name (identifier) @skip))
(future_import_statement name: (dotted_name (identifier) @skip))
(attribute attribute: (identifier) @skip)
(keyword_argument name: (identifier) @skip)
(keyword_pattern (identifier) @skip)
(global_statement (identifier) @skip)
(nonlocal_statement (identifier) @skip)
`;
