const CALL = '(call !receiver method: (identifier)';
const LITERAL = '[(simple_symbol) (string)]';
const NAME = '[(constant) (scope_resolution)]';
const NEW = (made: string, method: string): string => `(call receiver: (constant) @_made method: (identifier) @_new (#eq? @_made "${made}") (#eq? @_new "${method}")`;
const STRUCTS = [NEW('Struct', 'new'), NEW('Data', 'define')];

const symbols = `
(class name: (constant) @name) @def.class
(class name: (scope_resolution scope: (_) @owner name: (_) @name)) @def.class
(class name: (scope_resolution name: (_) @name)) @def.class
(module name: (constant) @name) @def.namespace
(module name: (scope_resolution scope: (_) @owner name: (_) @name)) @def.namespace
(module name: (scope_resolution name: (_) @name)) @def.namespace
(method name: (_) @name) @def.method
(singleton_method object: [(constant) (identifier)] @owner name: (_) @name) @def.method
(singleton_method name: (_) @name) @def.method

(assignment left: (constant) @name right: (lambda) @code) @def.function
(assignment left: (constant) @name right: ${CALL} @_lambda block: (_) @code (#any-of? @_lambda "lambda" "proc"))) @def.function
(assignment left: (constant) @name right: ${NEW('Proc', 'new')} block: (_) @code)) @def.function
(assignment left: (constant) @name right: ${NEW('Class', 'new')} block: (_ body: (_)? @body)?) @code) @def.class
(assignment left: (constant) @name right: ${NEW('Module', 'new')} block: (_ body: (_)? @body)?) @code) @def.namespace
${STRUCTS.map((made) => `(assignment left: (constant) @name right: ${made} block: (_ body: (_)? @body)?) @code) @def.struct`).join('\n')}
(assignment left: (constant) @name right: (_) @value) @def.constant
(operator_assignment left: (constant) @name right: (_) @value) @def.constant
(assignment left: (left_assignment_list (constant) @name @def.constant))
(class body: (body_statement (assignment left: (class_variable) @name right: (_) @value) @def.property))
(module body: (body_statement (assignment left: (class_variable) @name right: (_) @value) @def.property))

${STRUCTS.map((made) => `${made} arguments: (argument_list (simple_symbol) @name @def.property))`).join('\n')}
${CALL} @_attr arguments: (argument_list ${LITERAL} @name @def.property) (#any-of? @_attr "attr" "attr_reader" "attr_writer" "attr_accessor" "cattr_accessor" "cattr_reader" "mattr_accessor" "mattr_reader" "class_attribute"))
(alias name: (_) @name) @def.method
${CALL} @_alias arguments: (argument_list ${LITERAL} @name) (#eq? @_alias "alias_method")) @def.method
${CALL} @_define arguments: (argument_list ${LITERAL} @name) block: (_) @code (#any-of? @_define "define_method" "define_singleton_method")) @def.method
${CALL} @_define arguments: (argument_list ${LITERAL} @name) (#any-of? @_define "define_method" "define_singleton_method")) @def.method
${CALL} @_delegate arguments: (argument_list (simple_symbol) @name @def.method) (#any-of? @_delegate "delegate" "def_delegators" "def_instance_delegators"))
${CALL} @_delegate arguments: (argument_list (simple_symbol) @name) (#any-of? @_delegate "def_delegator" "def_instance_delegator")) @def.method
`;

const PARAMS = ['method_parameters', 'lambda_parameters', 'block_parameters'];

const params = PARAMS.map(
  (list) => `
(${list} [(identifier) (destructured_parameter) (forward_parameter)] @param @param.name)
(${list} (optional_parameter name: (_) @param.name value: (_) @param.default) @param)
(${list} (keyword_parameter name: (_) @param.name value: (_)? @param.default) @param)
(${list} (splat_parameter "*" @param.rest name: (_)? @param.name) @param)
(${list} (hash_splat_parameter "**" @param.rest name: (_)? @param.name) @param)
(${list} (block_parameter "&" @param.rest name: (_)? @param.name) @param)`,
).join('\n');

const others = `
(class superclass: (superclass (_) @extends)) @of
(call receiver: (constant) @_made method: (identifier) @_new arguments: (argument_list ${NAME} @extends) (#eq? @_made "Class") (#eq? @_new "new")) @of
(class body: (body_statement ${CALL} @_include arguments: (argument_list ${NAME} @implements) (#any-of? @_include "include" "prepend")))) @of
(module body: (body_statement ${CALL} @_include arguments: (argument_list ${NAME} @implements) (#any-of? @_include "include" "prepend")))) @of

${CALL} @_require arguments: (argument_list (string) @from) (#any-of? @_require "require" "require_relative" "load")) @import
${CALL} @_autoload arguments: (argument_list (simple_symbol) @import.name (string) @from) (#eq? @_autoload "autoload")) @import

(call receiver: (_) method: (identifier)) @call
(call receiver: (_) method: (constant)) @call
${CALL} @call)
(call !receiver method: (constant) @call)
((identifier) @call (#match? @call "[?!]$"))
${CALL} @call.notable @skip (#any-of? @call.notable "require" "require_relative" "load" "autoload" "raise" "fail" "lambda" "proc" "include" "extend" "prepend" "attr" "attr_reader" "attr_writer" "attr_accessor" "cattr_accessor" "cattr_reader" "mattr_accessor" "mattr_reader" "class_attribute" "alias_method" "define_method" "define_singleton_method" "delegate" "def_delegators" "def_delegator" "def_instance_delegators" "def_instance_delegator" "private" "protected" "public" "module_function" "private_class_method" "public_class_method" "private_constant" "public_constant"))
(call receiver: (_) method: (identifier) @call.notable)
(method name: (identifier) @call.notable)
(call receiver: (constant) @_made method: (identifier) @_new (#any-of? @_made "Struct" "Class" "Module" "Data") (#any-of? @_new "new" "define")) @call.notable
(singleton_method name: (identifier) @call.notable)
${CALL} @_raise arguments: (argument_list (call receiver: ${NAME} method: (identifier) @_new) @call.notable) (#any-of? @_raise "raise" "fail") (#any-of? @_new "new" "exception"))
((identifier) @call.notable (#eq? @call.notable "block_given?"))

${CALL} @_raise arguments: (argument_list [(constant) (scope_resolution) (string)] @throw) (#any-of? @_raise "raise" "fail"))
${CALL} @_raise arguments: (argument_list (call receiver: ${NAME} @throw method: (identifier) @_new)) (#any-of? @_raise "raise" "fail") (#any-of? @_new "new" "exception"))

(element_reference object: (constant) @_env (string) @env (#eq? @_env "ENV"))
(call receiver: (constant) @_env method: (identifier) @_fetch arguments: (argument_list (string) @env) (#eq? @_env "ENV") (#any-of? @_fetch "fetch" "key?" "has_key?" "include?" "values_at" "slice"))

[(method) (singleton_method)] @scope.function
[(do_block) (block) (lambda)] @scope
[(class) (module) (singleton_class)] @scope.class
(class name: (constant) @bind.outer)
(module name: (constant) @bind.outer)
(method name: (_) @skip)
(singleton_method name: (_) @skip)
(setter name: (_) @skip)
(call receiver: (_) method: (_) @skip)
(assignment left: [(identifier) (constant)] @bind)
(operator_assignment left: (identifier) @bind)
(left_assignment_list [(identifier) (constant)] @bind)
(destructured_left_assignment (identifier) @bind)
(rest_assignment (identifier) @bind)
(method_parameters (identifier) @bind)
(lambda_parameters (identifier) @bind)
(block_parameters (identifier) @bind)
(destructured_parameter (identifier) @bind)
(optional_parameter name: (_) @bind)
(keyword_parameter name: (_) @bind)
(splat_parameter name: (_) @bind)
(hash_splat_parameter name: (_) @bind)
(block_parameter name: (_) @bind)
(exception_variable (identifier) @bind)
(for pattern: (identifier) @bind)
(as_pattern name: (_) @bind)
((identifier) @skip (#any-of? @skip "private" "protected" "public" "module_function" "raise" "require" "require_relative" "block_given?" "binding" "lambda" "proc" "loop" "puts" "__method__"))
`;

export const rubyQuery = [symbols, params, others].join('\n');
